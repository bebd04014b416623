//! The stories that every store passes. A store's tests call [`crate::contract!`] with a function
//! that makes an empty store; each story becomes a test of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a story fails by panicking"
)]

pub mod accounts;
pub mod attending;
pub mod bounds;
pub mod draws;
pub mod files;
pub mod leaving;
pub mod letters;
pub mod made;
pub mod order;
pub mod outbox;
pub mod pace;
pub mod programs;
pub mod pulls;
pub mod scopes;
pub mod stays;
pub mod together;
pub mod visits;

use crate::Store;
use std::sync::Arc;

/// A store that several tasks use at once.
pub type Shared = Arc<dyn Store>;

/// Makes a test of every story. `$make` is an async function without arguments that gives an empty
/// store as [`Shared`] and whatever must live as long as it: `(guard, store)`.
#[macro_export]
macro_rules! contract {
    ($make:path) => {
        $crate::contract! { $make;
            scopes: rows_are_found_in_their_scopes,
            scopes: nothing_changes_when_the_same_row_is_put_again,
            scopes: a_row_that_changed_twice_is_told_once_with_the_last,
            scopes: a_page_may_end_between_any_two_rows,
            scopes: a_page_ends_where_its_rows_are_long_enough,
            scopes: a_deleted_row_leaves_a_tombstone,
            scopes: a_row_is_gone_for_whom_it_left,
            scopes: a_transaction_that_is_dropped_changes_nothing,
            scopes: a_snapshot_does_not_move,
            scopes: a_reader_skips_nothing_while_many_write,
            order: a_transaction_that_commits_late_is_skipped_by_no_reader,
            order: transactions_that_share_scopes_all_commit,
            order: of_many_who_do_what_can_be_done_once_one_does_it,
            outbox: what_is_pushed_twice_is_done_once,
            outbox: what_is_pushed_by_two_tabs_at_once_is_done_once,
            outbox: a_refusal_holds_up_nothing_and_is_told_again,
            outbox: a_refusal_is_kept_until_the_device_has_stored_it,
            outbox: an_unknown_command_costs_only_itself,
            outbox: an_outbox_belongs_to_one_person,
            outbox: mutations_come_in_rising_order,
            outbox: what_was_seen_before_a_restore_is_not_thrown_away_after_it,
            pulls: a_proposal_reaches_its_worker_and_its_desk_and_nobody_else,
            pulls: who_joins_a_desk_receives_what_was_there_and_who_leaves_keeps_nothing,
            pulls: a_row_that_moves_is_told_only_to_whom_may_read_it,
            pulls: a_long_pull_comes_in_pages_and_settles_the_outbox_with_the_last,
            pulls: long_drafts_come_in_pages_that_end_by_their_length,
            pulls: cursors_of_another_incarnation_begin_anew,
            pulls: who_was_away_longer_than_it_is_known_what_is_gone_begins_anew,
            together: everybody_pushes_at_once_and_nothing_is_lost,
            together: who_fails_leaves_those_beside_them_alone,
            programs: the_last_seats_go_to_as_many_as_there_are,
            programs: who_waits_moves_up_however_many_go_at_once,
            draws: several_servers_hold_a_draw_once,
            draws: who_signs_up_as_a_draw_is_held_is_in_it_or_hears_that_it_is_over,
            visits: the_last_places_go_to_as_many_as_there_are,
            visits: who_does_not_come_gives_the_place_to_another,
            stays: no_night_of_a_room_goes_to_two,
            stays: what_is_given_back_is_free_however_many_go_at_once,
            attending: two_tablets_that_noted_the_same_person_agree,
            attending: a_certificate_is_granted_once_by_however_many,
            files: a_file_is_brought_once_and_goes_with_its_row,
            files: of_files_that_nothing_names_the_oldest_make_way,
            files: a_file_goes_with_a_sign_up_and_when_that_is_taken_back,
            files: files_that_nothing_names_are_forgotten,
            files: whoever_reads_the_sign_up_has_the_file_and_nobody_else,
            bounds: who_has_as_many_as_one_may_is_refused_one_more_and_nothing_else,
            bounds: two_devices_do_not_slip_past_a_bound_together,
            bounds: what_goes_makes_room_again,
            bounds: long_drafts_end_before_there_are_many,
            bounds: of_many_outboxes_those_that_pushed_last_are_known,
            bounds: refusals_that_nobody_fetches_do_not_pile_up,
            accounts: an_account_is_found_however_its_address_is_capitalized,
            accounts: an_address_and_a_person_have_one_account,
            accounts: a_session_ends_by_time_and_by_logging_out,
            accounts: old_sessions_are_swept,
            leaving: a_person_sees_and_ends_their_own_sessions,
            leaving: an_address_moves_with_its_account_and_to_nobody_elses,
            leaving: a_closed_account_leaves_nothing_and_is_opened_by_nobody_again,
            leaving: nobody_writes_to_who_has_left,
            leaving: a_push_beside_a_farewell_leaves_nothing_behind,
            letters: a_link_counts_once_and_before_its_end,
            letters: a_link_that_two_people_open_at_once_counts_once,
            letters: mail_is_queued_with_what_causes_it_or_not_at_all,
            letters: mail_is_taken_by_one_and_comes_again_when_its_sender_dies,
            letters: whoever_wants_a_digest_is_due_until_they_are_told,
            accounts: a_municipality_is_found_by_its_code,
            accounts: a_sound_store_has_nothing_to_report,
        }
    };
    ($make:path; $($room:ident: $story:ident,)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $story() {
            let (_guard, store) = $make().await;
            $crate::contract::$room::$story(store).await;
        }
    )*};
}
