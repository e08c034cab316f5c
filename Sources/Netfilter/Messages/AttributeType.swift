import CNetfilter

/// The type of an attribute: what its content means within the message, or the attribute, that it is part of.
///
/// Each kind of message numbers its attributes by an enumeration of its own.
protocol AttributeType {
    var rawValue: UInt32 { get }
}

extension cnf_set_attributes: AttributeType {}
extension cnf_table_attributes: AttributeType {}
extension nfnl_batch_attributes: AttributeType {}
extension nft_bitwise_attributes: AttributeType {}
extension nft_chain_attributes: AttributeType {}
extension nft_cmp_attributes: AttributeType {}
extension nft_counter_attributes: AttributeType {}
extension nft_ct_attributes: AttributeType {}
extension nft_data_attributes: AttributeType {}
extension nft_expr_attributes: AttributeType {}
extension nft_fib_attributes: AttributeType {}
extension nft_flowtable_attributes: AttributeType {}
extension nft_gen_attributes: AttributeType {}
extension nft_hook_attributes: AttributeType {}
extension nft_immediate_attributes: AttributeType {}
extension nft_limit_attributes: AttributeType {}
extension nft_list_attributes: AttributeType {}
extension nft_log_attributes: AttributeType {}
extension nft_lookup_attributes: AttributeType {}
extension nft_match_attributes: AttributeType {}
extension nft_meta_attributes: AttributeType {}
extension nft_object_attributes: AttributeType {}
extension nft_objref_attributes: AttributeType {}
extension nft_payload_attributes: AttributeType {}
extension nft_range_attributes: AttributeType {}
extension nft_reject_attributes: AttributeType {}
extension nft_rule_attributes: AttributeType {}
extension nft_set_attributes: AttributeType {}
extension nft_set_desc_attributes: AttributeType {}
extension nft_set_elem_attributes: AttributeType {}
extension nft_set_elem_list_attributes: AttributeType {}
extension nft_table_attributes: AttributeType {}
extension nft_verdict_attributes: AttributeType {}
extension nlmsgerr_attrs: AttributeType {}

extension AttributeType {
    /// As a message holds it.
    var number: UInt16 { UInt16(truncatingIfNeeded: rawValue) }
    /// As a message holds it where the content is attributes.
    var nestNumber: UInt16 { number | UInt16(truncatingIfNeeded: NLA_F_NESTED) }
}
