//! A space in a list: where it is, whether one can go there now, and what there is.

use super::words::spaces;
use crate::{paths, state::use_app};
use domain::{Day, SpaceId};
use leptos::prelude::*;

/// So many things that a space has are named in a list.
const NAMED: usize = 5;

/// A space of the device.
#[component]
pub fn SpaceCard(
    /// Which.
    id: SpaceId,
) -> impl IntoView {
    let app = use_app();
    let space = Memo::new(move |_| app.spaces.get(id));
    move || {
        let (space, now) = (space.get()?, app.now.get());
        let open = spaces::open(&space, now)
            .map(|(class, said)| view! { <span class=class>{said}</span> });
        let badge = space
            .is_accredited(Day::of(now))
            .then(|| view! { <span class="mark">{t!(space::badge)}</span> });
        let places = (space.quota > 0).then(|| {
            let quota = usize::try_from(space.quota).unwrap_or(usize::MAX);
            view! { <span class="mark">{text!(space::places, quota)}</span> }
        });
        let sample = space
            .sample
            .then(|| view! { <span class="mark is-sample">{t!(app::sample)}</span> });
        let town = space.town.as_ref().map(|town| town.name.clone());
        let place = match (town, space.address.as_str()) {
            (Some(town), "") => Some(town),
            (Some(town), address) if !address.starts_with(&town) => {
                Some(format!("{town} {address}"))
            }
            (_, "") => None,
            (_, address) => Some(address.to_owned()),
        };
        let named = space.equipment.iter().take(NAMED).copied();
        let named: Vec<&str> = named.map(spaces::equipment).collect();
        let equipment =
            (!named.is_empty()).then(|| view! { <p class="meta">{named.join("・")}</p> });
        Some(view! {
            <li class="proposal-item">
                <p class="chips">{open} {badge} {places}</p>
                <h3>
                    <a href=paths::space(id)>{space.name.clone()}</a>
                </h3>
                <p class="meta">
                    {sample} {place.map(|place| view! { <span>{place}</span> })}
                    <span>{space.desk_name.clone()}</span>
                </p>
                {equipment}
            </li>
        })
    }
}
