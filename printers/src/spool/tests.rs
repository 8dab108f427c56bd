//! The rules of the spool, each as a fact.

use proptest::prelude::*;

use super::*;

const NOW: i64 = 1_000_000;

fn paper(state: JobState) -> JobFacts {
    JobFacts {
        state,
        lane: Lane::Paper,
        attempt: 0,
        expires_at_ms: NOW + TICKET_LIFE_MS,
    }
}

fn kick(state: JobState) -> JobFacts {
    JobFacts {
        lane: Lane::Kick,
        expires_at_ms: NOW + KICK_LIFE_MS,
        ..paper(state)
    }
}

fn after(job: JobFacts, event: Event) -> (JobState, Option<Notice>) {
    let transition = next(job, event, NOW).unwrap();
    (transition.state, transition.notice)
}

#[test]
fn a_job_goes_from_the_queue_to_paper() {
    let mut job = paper(JobState::Queued);
    for event in [Event::Started, Event::AllHandedOver, Event::Acknowledged] {
        job.state = next(job, event, NOW).unwrap().state;
    }
    assert_eq!(job.state, JobState::Printed);
}

#[test]
fn before_the_first_byte_it_is_tried_again_later_and_somebody_knows() {
    let transition = next(paper(JobState::Sending), Event::NotSent, NOW).unwrap();
    assert_eq!(transition.state, JobState::Queued);
    assert_eq!(transition.not_before_ms, NOW + RETRY_DELAY_MS_MIN);
    assert_eq!(transition.notice, Some(Notice::Waits));
}

#[test]
fn waits_grow_to_five_seconds_and_no_further() {
    let delays: Vec<i64> = (1..8).map(retry_delay_ms).collect();
    assert_eq!(delays, [200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    assert_eq!(retry_delay_ms(u32::MAX), 5_000);
}

#[test]
fn after_a_byte_left_nobody_but_people_sends_it_again() {
    for state in [JobState::Sending, JobState::Sent] {
        for event in [Event::BrokenOff, Event::Restarted] {
            assert_eq!(
                after(paper(state), event),
                (JobState::Uncertain, Some(Notice::MayBePrinted))
            );
        }
    }
}

#[test]
fn a_restart_leaves_the_queue_as_it_is() {
    assert_eq!(
        after(paper(JobState::Queued), Event::Restarted),
        (JobState::Queued, None)
    );
    assert_eq!(
        after(paper(JobState::Printed), Event::Restarted),
        (JobState::Printed, None)
    );
}

#[test]
fn a_drawer_is_never_opened_late() {
    let late = NOW + KICK_LIFE_MS;
    for event in [Event::Tick, Event::Started, Event::NotSent] {
        let transition = next(kick(JobState::Queued), event, late).unwrap();
        assert_eq!(transition.state, JobState::Expired);
        assert_eq!(transition.notice, Some(Notice::DrawerStaysShut));
    }
    assert_eq!(
        next(kick(JobState::Sending), Event::NotSent, late)
            .unwrap()
            .state,
        JobState::Expired
    );
}

#[test]
fn a_ticket_of_last_night_waits_for_somebody() {
    let tomorrow = NOW + TICKET_LIFE_MS;
    let transition = next(paper(JobState::Queued), Event::Started, tomorrow).unwrap();
    assert_eq!(transition.state, JobState::Expired);
    let expired = JobFacts {
        state: transition.state,
        ..paper(JobState::Queued)
    };
    let anyway = Event::PrintAnyway {
        expires_at_ms: tomorrow + TICKET_LIFE_MS,
    };
    let transition = next(expired, anyway, tomorrow).unwrap();
    assert_eq!(
        (transition.state, transition.expires_at_ms),
        (JobState::Queued, tomorrow + TICKET_LIFE_MS)
    );
}

#[test]
fn what_is_on_paper_cannot_be_printed_anyway() {
    let anyway = Event::PrintAnyway { expires_at_ms: NOW };
    let error = next(paper(JobState::Printed), anyway, NOW).unwrap_err();
    assert_eq!(error.state, JobState::Printed);
}

fn waiting(id: u8, lane: Lane, not_before_ms: i64) -> Waiting<u8> {
    Waiting {
        id,
        lane,
        not_before_ms,
        expires_at_ms: NOW + 60_000,
    }
}

#[test]
fn a_drawer_comes_before_paper() {
    let jobs = [waiting(1, Lane::Paper, NOW), waiting(2, Lane::Kick, NOW)];
    assert_eq!(choose(&jobs, NOW), Choice::Run(2));
}

#[test]
fn a_ticket_never_overtakes_another() {
    let jobs = [
        waiting(1, Lane::Paper, NOW + 500),
        waiting(2, Lane::Paper, NOW),
    ];
    assert_eq!(choose(&jobs, NOW), Choice::WaitUntil(NOW + 500));
    assert_eq!(choose(&jobs, NOW + 500), Choice::Run(1));
}

#[test]
fn paper_goes_on_while_a_drawer_waits_for_its_next_try() {
    let jobs = [
        waiting(1, Lane::Kick, NOW + 500),
        waiting(2, Lane::Paper, NOW),
    ];
    assert_eq!(choose(&jobs, NOW), Choice::Run(2));
}

#[test]
fn what_is_over_is_put_aside_first() {
    let mut jobs = [waiting(1, Lane::Paper, NOW), waiting(2, Lane::Paper, NOW)];
    jobs[1].expires_at_ms = NOW;
    assert_eq!(choose(&jobs, NOW), Choice::Expire(2));
    assert_eq!(choose::<u8>(&[], NOW), Choice::Idle);
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Started),
        Just(Event::NotSent),
        Just(Event::AllHandedOver),
        Just(Event::Acknowledged),
        Just(Event::NoAnswerExpected),
        Just(Event::BrokenOff),
        Just(Event::Impossible),
        Just(Event::Restarted),
        Just(Event::Tick),
    ]
}

proptest! {
    /// Nothing that happens by itself starts a job a second time once a byte may have left, unless
    /// the try itself says that none has.
    #[test]
    fn no_job_starts_twice_by_itself(
        events in proptest::collection::vec((any_event(), 0_i64..2_000), 0..40),
        is_kick in any::<bool>(),
    ) {
        let mut job = if is_kick { kick(JobState::Queued) } else { paper(JobState::Queued) };
        let (mut now, mut bytes_may_be_out) = (NOW, false);
        for (event, passed) in events {
            now += passed;
            let Ok(transition) = next(job, event, now) else { continue };
            if event == Event::NotSent {
                bytes_may_be_out = false;
            }
            prop_assert!(!(bytes_may_be_out && transition.state == JobState::Queued));
            bytes_may_be_out |= transition.state == JobState::Sending;
            job.state = transition.state;
            job.attempt = transition.attempt;
        }
    }
}
