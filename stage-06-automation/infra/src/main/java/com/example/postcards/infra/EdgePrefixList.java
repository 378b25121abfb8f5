package com.example.postcards.infra;

import java.util.Map;
import java.util.TreeMap;

import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnMapping;
import software.amazon.awscdk.CfnMappingProps;
import software.amazon.awscdk.services.ec2.IPeer;
import software.amazon.awscdk.services.ec2.Peer;
import software.constructs.Construct;

/**
 * The addresses from which CloudFront connects to load balancers, as a source in rules of
 * security groups. AWS maintains the list under a name, but a rule takes its id, which
 * differs by Region, and CloudFormation cannot look it up. In a Region that is not listed
 * here CloudFormation refuses the template before it makes anything; the id for another
 * line is that of
 * {@code aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing}.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html#managed-prefix-list">The
 * CloudFront managed prefix list</a>
 */
class EdgePrefixList extends CfnMapping {

	private static final String ID = "Id";

	private static final Map<String, String> IDS = Map.ofEntries(Map.entry("ap-northeast-1", "pl-58a04531"),
			Map.entry("ap-northeast-2", "pl-22a6434b"), Map.entry("ap-southeast-1", "pl-31a34658"),
			Map.entry("ap-southeast-2", "pl-b8a742d1"), Map.entry("eu-central-1", "pl-a3a144ca"),
			Map.entry("eu-west-1", "pl-4fa04526"), Map.entry("eu-west-2", "pl-93a247fa"),
			Map.entry("us-east-1", "pl-3b927c52"), Map.entry("us-east-2", "pl-b6a144df"),
			Map.entry("us-west-1", "pl-4ea04527"), Map.entry("us-west-2", "pl-82a045eb"));

	EdgePrefixList(Construct scope, String id) {
		super(scope, id, CfnMappingProps.builder().mapping(mapping()).build());
	}

	private static Map<String, Map<String, String>> mapping() {
		Map<String, Map<String, String>> mapping = new TreeMap<>();
		IDS.forEach((region, list) -> mapping.put(region, Map.of(ID, list)));
		return mapping;
	}

	/**
	 * The list of the Region that the stack is in.
	 */
	IPeer servers() {
		return Peer.prefixList(findInMap(Aws.REGION, ID));
	}

}
