#pragma once

#include "admin/routes.hpp"

namespace hurtrock::admin {

// start.cpp
http::Response show_start(const http::Request& request, Services& shop);
// retry_jobs.cpp
http::Response create_job_retry(const http::Request& request, Services& shop);
// edit_store_profile.cpp
http::Response show_store_profile(const http::Request& request, Services& shop);
http::Response update_store_profile(const http::Request& request, Services& shop);
// edit_synonyms.cpp
http::Response show_synonyms(const http::Request& request, Services& shop);
http::Response show_new_synonyms(const http::Request& request, Services& shop);
http::Response show_synonym_set(const http::Request& request, Services& shop);
http::Response create_synonyms(const http::Request& request, Services& shop);
http::Response update_synonyms(const http::Request& request, Services& shop);
http::Response create_synonyms_removal(const http::Request& request, Services& shop);
// edit_shipping.cpp
http::Response show_shipping(const http::Request& request, Services& shop);
http::Response show_new_shipping_service(const http::Request& request, Services& shop);
http::Response show_shipping_service(const http::Request& request, Services& shop);
http::Response create_shipping_service(const http::Request& request, Services& shop);
http::Response update_shipping_service(const http::Request& request, Services& shop);
http::Response create_shipping_move(const http::Request& request, Services& shop);
// shipping_calculator.cpp
http::Response show_shipping_calculator(const http::Request& request, Services& shop);
// mail_list.cpp
http::Response show_mails(const http::Request& request, Services& shop);
http::Response show_mail(const http::Request& request, Services& shop);
http::Response create_resending(const http::Request& request, Services& shop);
// draft_order_list.cpp
http::Response show_draft_orders(const http::Request& request, Services& shop);
// edit_draft_order.cpp
http::Response show_new_draft_order(const http::Request& request, Services& shop);
http::Response show_draft_order(const http::Request& request, Services& shop);
http::Response create_draft_order(const http::Request& request, Services& shop);
http::Response update_draft_order(const http::Request& request, Services& shop);
http::Response create_draft_order_removal(const http::Request& request, Services& shop);
// save_filter.cpp
http::Response create_saved_filter(const http::Request& request, Services& shop);
http::Response create_saved_filter_removal(const http::Request& request, Services& shop);
// search.cpp
http::Response show_search(const http::Request& request, Services& shop);
http::Response show_search_suggestions(const http::Request& request, Services& shop);
// analytics.cpp
http::Response show_analytics(const http::Request& request, Services& shop);
http::Response show_analytics_csv(const http::Request& request, Services& shop);
http::Response show_analytics_xlsx(const http::Request& request, Services& shop);
// product_list.cpp
http::Response show_products(const http::Request& request, Services& shop);
// export_products.cpp
http::Response show_product_export(const http::Request& request, Services& shop);
// export_lists.cpp
http::Response show_orders_csv(const http::Request& request, Services& shop);
http::Response show_orders_xlsx(const http::Request& request, Services& shop);
http::Response show_users_csv(const http::Request& request, Services& shop);
http::Response show_users_xlsx(const http::Request& request, Services& shop);
http::Response show_guests_csv(const http::Request& request, Services& shop);
http::Response show_guests_xlsx(const http::Request& request, Services& shop);
http::Response show_stock_csv(const http::Request& request, Services& shop);
http::Response show_stock_xlsx(const http::Request& request, Services& shop);
// import_list.cpp
http::Response show_imports(const http::Request& request, Services& shop);
http::Response create_import(const http::Request& request, Services& shop);
// import_page.cpp
http::Response show_import(const http::Request& request, Services& shop);
http::Response create_import_archive(const http::Request& request, Services& shop);
http::Response create_import_check(const http::Request& request, Services& shop);
http::Response create_import_run(const http::Request& request, Services& shop);
http::Response create_import_cancellation(const http::Request& request, Services& shop);
http::Response create_picture_retry(const http::Request& request, Services& shop);
http::Response show_refused_rows(const http::Request& request, Services& shop);
// bulk_edit.cpp
http::Response show_bulk_edit(const http::Request& request, Services& shop);
http::Response create_bulk_edit(const http::Request& request, Services& shop);
// bulk_run_page.cpp
http::Response show_bulk_run(const http::Request& request, Services& shop);
// edit_product.cpp
http::Response show_new_product(const http::Request& request, Services& shop);
http::Response show_product(const http::Request& request, Services& shop);
http::Response create_product(const http::Request& request, Services& shop);
http::Response update_product(const http::Request& request, Services& shop);
// remove_product.cpp
http::Response show_removal(const http::Request& request, Services& shop);
http::Response create_removal(const http::Request& request, Services& shop);
http::Response create_restoration(const http::Request& request, Services& shop);
// category_list.cpp
http::Response show_categories(const http::Request& request, Services& shop);
http::Response create_category_move(const http::Request& request, Services& shop);
http::Response create_category_place(const http::Request& request, Services& shop);
// edit_category.cpp
http::Response show_new_category(const http::Request& request, Services& shop);
http::Response show_category(const http::Request& request, Services& shop);
http::Response create_category(const http::Request& request, Services& shop);
http::Response update_category(const http::Request& request, Services& shop);
http::Response create_category_removal(const http::Request& request, Services& shop);
// edit_supplier.cpp
http::Response show_suppliers(const http::Request& request, Services& shop);
http::Response show_new_supplier(const http::Request& request, Services& shop);
http::Response show_supplier(const http::Request& request, Services& shop);
http::Response create_supplier(const http::Request& request, Services& shop);
http::Response update_supplier(const http::Request& request, Services& shop);
// picture_page.cpp
http::Response show_pictures(const http::Request& request, Services& shop);
// upload_pictures.cpp
http::Response create_pictures(const http::Request& request, Services& shop);
// arrange_pictures.cpp
http::Response create_arrangement(const http::Request& request, Services& shop);
// payment_settings.cpp
http::Response show_payment_settings(const http::Request& request, Services& shop);
http::Response create_payment_settings(const http::Request& request, Services& shop);
http::Response create_key_removal(const http::Request& request, Services& shop);
http::Response create_key_check(const http::Request& request, Services& shop);
// transfer_list.cpp
http::Response show_transfers(const http::Request& request, Services& shop);
http::Response create_transfer_confirmation(const http::Request& request, Services& shop);
http::Response create_transfer_correction(const http::Request& request, Services& shop);
http::Response create_transfer_rest(const http::Request& request, Services& shop);
http::Response create_transfer_acceptance(const http::Request& request, Services& shop);
http::Response create_proof_decline(const http::Request& request, Services& shop);
http::Response show_transfer_proof(const http::Request& request, Services& shop);
// ledger.cpp
http::Response show_ledger(const http::Request& request, Services& shop);
http::Response create_movement(const http::Request& request, Services& shop);

// reconciliation.cpp
http::Response show_reconciliations(const http::Request& request, Services& shop);
http::Response show_reconciliation(const http::Request& request, Services& shop);

// payment_list.cpp
http::Response show_payments(const http::Request& request, Services& shop);
http::Response create_task_resolution(const http::Request& request, Services& shop);
// stock_list.cpp
http::Response show_stock(const http::Request& request, Services& shop);
// stock_page.cpp
http::Response show_variant_stock(const http::Request& request, Services& shop);
// correct_stock.cpp
http::Response create_correction(const http::Request& request, Services& shop);
// take_list.cpp
http::Response show_takes(const http::Request& request, Services& shop);
http::Response create_take(const http::Request& request, Services& shop);
// count_stock.cpp
http::Response show_take(const http::Request& request, Services& shop);
http::Response create_count(const http::Request& request, Services& shop);
// review_take.cpp
http::Response show_take_review(const http::Request& request, Services& shop);
http::Response create_take_application(const http::Request& request, Services& shop);
http::Response create_take_cancellation(const http::Request& request, Services& shop);
// restock_list.cpp
http::Response show_restock_list(const http::Request& request, Services& shop);
// restock_page.cpp
http::Response show_restock(const http::Request& request, Services& shop);
// edit_restock.cpp
http::Response show_new_restock(const http::Request& request, Services& shop);
http::Response create_restock(const http::Request& request, Services& shop);
http::Response update_restock(const http::Request& request, Services& shop);
// receive_restock.cpp
http::Response create_reception(const http::Request& request, Services& shop);
// end_restock.cpp
http::Response create_restock_closing(const http::Request& request, Services& shop);
http::Response create_restock_cancellation(const http::Request& request, Services& shop);
// print_restock.cpp
http::Response show_restock_pdf(const http::Request& request, Services& shop);
// review_list.cpp
http::Response show_reviews(const http::Request& request, Services& shop);
// moderate_review.cpp
http::Response show_review(const http::Request& request, Services& shop);
http::Response create_publication(const http::Request& request, Services& shop);
http::Response create_rejection(const http::Request& request, Services& shop);
http::Response create_answer(const http::Request& request, Services& shop);
// order_list.cpp
http::Response show_orders(const http::Request& request, Services& shop);
// order_page.cpp
http::Response show_order(const http::Request& request, Services& shop);
// print_order.cpp
http::Response show_label(const http::Request& request, Services& shop);
http::Response show_label_zpl(const http::Request& request, Services& shop);
http::Response show_packing_list(const http::Request& request, Services& shop);
http::Response show_invoice(const http::Request& request, Services& shop);
// print_orders.cpp
http::Response show_labels(const http::Request& request, Services& shop);
http::Response show_labels_zpl(const http::Request& request, Services& shop);
http::Response show_packing_lists(const http::Request& request, Services& shop);
// note_order.cpp
http::Response create_note(const http::Request& request, Services& shop);
// process_orders.cpp
http::Response show_process_orders(const http::Request& request, Services& shop);
http::Response create_process_orders(const http::Request& request, Services& shop);
// process_order.cpp
http::Response create_processing(const http::Request& request, Services& shop);
// ship_order.cpp
http::Response create_shipment(const http::Request& request, Services& shop);
// correct_tracking.cpp
http::Response create_tracking_correction(const http::Request& request, Services& shop);
// deliver_order.cpp
http::Response create_delivery(const http::Request& request, Services& shop);
http::Response create_cash(const http::Request& request, Services& shop);
// cancel_order.cpp
http::Response create_cancellation(const http::Request& request, Services& shop);
// refund_form.cpp
http::Response show_refund_form(const http::Request& request, Services& shop);
http::Response create_refund(const http::Request& request, Services& shop);
// late_receipt.cpp
http::Response create_late_receipt(const http::Request& request, Services& shop);
// settle_refund.cpp
http::Response create_return(const http::Request& request, Services& shop);
http::Response create_dispute_outcome(const http::Request& request, Services& shop);
http::Response create_giving_back(const http::Request& request, Services& shop);
http::Response create_transfer(const http::Request& request, Services& shop);
http::Response create_withdrawal(const http::Request& request, Services& shop);
http::Response create_request(const http::Request& request, Services& shop);
// user_list.cpp
http::Response show_users(const http::Request& request, Services& shop);

// guest_list.cpp
http::Response show_guests(const http::Request& request, Services& shop);
// user_page.cpp
http::Response show_user(const http::Request& request, Services& shop);
// change_user.cpp
http::Response create_role_change(const http::Request& request, Services& shop);
http::Response create_deactivation(const http::Request& request, Services& shop);
http::Response create_activation(const http::Request& request, Services& shop);
http::Response create_sessions_removal(const http::Request& request, Services& shop);
http::Response create_session_removal(const http::Request& request, Services& shop);
http::Response create_second_step_removal(const http::Request& request, Services& shop);
// invite.cpp
http::Response show_invitations(const http::Request& request, Services& shop);
http::Response create_invitation(const http::Request& request, Services& shop);
http::Response create_invitation_mail(const http::Request& request, Services& shop);
http::Response create_invitation_withdrawal(const http::Request& request, Services& shop);
// activity_list.cpp
http::Response show_activity(const http::Request& request, Services& shop);
// check_payment.cpp
http::Response create_payment_check(const http::Request& request, Services& shop);

}  // namespace hurtrock::admin
