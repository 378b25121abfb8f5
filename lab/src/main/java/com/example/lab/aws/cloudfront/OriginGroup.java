package com.example.lab.aws.cloudfront;

import java.util.List;
import java.util.Set;

/**
 * Two origins, of which the second is tried after the first has failed.
 *
 * @param id its name in the distribution
 * @param members ids of origins
 * @param statuses of the first that count as a failure
 */
record OriginGroup(String id, List<String> members, Set<Integer> statuses) {

	static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS");

	static OriginGroup read(Settings group) {
		group.choice("SelectionCriteria", "default", "default");
		Set<Integer> statuses = Set
			.copyOf(group.inside("FailoverCriteria", (criteria) -> criteria.inside("StatusCodes", (codes) -> {
				codes.ignore("Quantity");
				return codes.texts("Items");
			})).stream().map(Integer::valueOf).toList());
		List<String> members = group.inside("Members", (each) -> {
			each.ignore("Quantity");
			return each.each("Items", (item) -> item.text("OriginId"));
		});
		return new OriginGroup(group.text("Id"), members, statuses);
	}

}
