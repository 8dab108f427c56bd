//! Courses of a folder: what an item without one has, and which courses wait.

use axum::http::StatusCode;
use shared::menu::Course;

use crate::{Files, Hub, change, folder};

async fn refused(files: &Files) -> String {
    let (_, report) = Hub::new().await.import(files, true).await;
    report.get("errors").unwrap().to_string()
}

#[tokio::test]
async fn an_item_without_a_course_has_the_one_of_its_category() {
    let mut files = folder("trattoria");
    change(
        &mut files,
        "items.csv",
        "T102,Antipasti,starter",
        "T102,Antipasti,",
    );
    change(
        &mut files,
        "items.csv",
        "T165,Vini e bar,drink",
        "T165,Vini e bar,",
    );
    change(
        &mut files,
        "items.csv",
        "T170,Coperto,none",
        "T170,Coperto,",
    );
    let hub = Hub::new().await;
    let (status, report) = hub.import(&files, false).await;
    assert_eq!(status, StatusCode::OK, "{report}");
    let menu = hub.catalogue().await;
    let courses = ["T102", "T165", "T170"].map(|sku| menu.item(sku).unwrap().course);
    assert_eq!(courses, [Course::Starter, Course::Drink, Course::None]);
}

#[tokio::test]
async fn where_a_category_has_several_courses_an_item_names_its_own() {
    let mut files = folder("trattoria");
    change(
        &mut files,
        "items.csv",
        "T101,Antipasti,starter",
        "T101,Antipasti,",
    );
    change(
        &mut files,
        "items.csv",
        "T102,Antipasti,starter",
        "T102,Antipasti,main",
    );
    let errors = refused(&files).await;
    let why = "must be given: `Antipasti` has starter, main";
    assert!(errors.contains(why), "{errors}");
}

#[tokio::test]
async fn a_site_says_which_courses_wait() {
    let mut files = folder("trattoria");
    let hub = Hub::with("trattoria").await;
    assert!(hub.catalogue().await.site.serving.hold_courses.is_empty());
    change(
        &mut files,
        "site.csv",
        "name,Trattoria",
        "hold_courses,dessert|main\nname,Trattoria",
    );
    let (status, report) = hub.import(&files, false).await;
    assert_eq!(status, StatusCode::OK, "{report}");
    let held = hub.catalogue().await.site.serving.hold_courses;
    assert_eq!(held, [Course::Main, Course::Dessert]);
    for wrong in ["supper", "none", "main,dessert"] {
        let value = format!("\"{wrong}\"");
        change(&mut files, "site.csv", "dessert|main", &value);
        let errors = refused(&files).await;
        assert!(errors.contains("is not courses such as"), "{errors}");
        change(&mut files, "site.csv", &value, "dessert|main");
    }
}

#[tokio::test]
async fn a_site_says_how_long_before_it_is_ready_the_kitchen_hears_of_an_order_for_later() {
    let mut files = folder("trattoria");
    let hub = Hub::with("trattoria").await;
    let lead = hub.catalogue().await.site.serving.scheduled_lead_min;
    assert_eq!(lead, 5);
    let name = "name,Trattoria";
    let said = format!("scheduled_lead_minutes,0\n{name}");
    change(&mut files, "site.csv", name, &said);
    let (status, report) = hub.import(&files, false).await;
    assert_eq!(status, StatusCode::OK, "{report}");
    assert_eq!(hub.catalogue().await.site.serving.scheduled_lead_min, 0);
    for (before, wrong) in [("0", "241"), ("241", "soon")] {
        let line = |value| format!("scheduled_lead_minutes,{value}");
        change(&mut files, "site.csv", &line(before), &line(wrong));
        let errors = refused(&files).await;
        assert!(errors.contains("a number of minutes up to 240"), "{errors}");
    }
}
