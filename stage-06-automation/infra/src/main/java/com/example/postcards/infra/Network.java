package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcProps;
import software.constructs.Construct;

/**
 * A VPC over two zones: public subnets for servers, isolated ones for the load balancer,
 * the databases and the cache, and a free way to S3 and DynamoDB. Needs nothing.
 */
class Network extends Vpc {

	/** The first 16 bits of all its addresses. */
	private static final String PREFIX = "10.0";

	Network(Construct scope, String id) {
		// tag::network[]
		super(scope, id, VpcProps.builder()
			.ipAddresses(IpAddresses.cidr(PREFIX + ".0.0/16"))
			.maxAzs(2)
			// Two of them cost 66 dollars a month, interface endpoints even more, and a
			// public address costs 3.65: what calls other services is in a public
			// subnet, and its security group lets little in.
			.natGateways(0)
			.subnetConfiguration(
					List.of(subnets("Public", SubnetType.PUBLIC), subnets("Isolated", SubnetType.PRIVATE_ISOLATED)))
			.gatewayEndpoints(Map.of("S3", endpoint(GatewayVpcEndpointAwsService.S3), "DynamoDb",
					endpoint(GatewayVpcEndpointAwsService.DYNAMODB)))
			// Emptying the default security group takes a Lambda function; nothing here
			// uses that group.
			.restrictDefaultSecurityGroup(false)
			.build());
		// end::network[]
	}

	/**
	 * Where a load balancer of this network may be, and this computer: the application
	 * trusts what they say about its clients.
	 * @return a regular expression, as Tomcat takes it for internal proxies
	 */
	static String proxies() {
		return "%s\\.\\d{1,3}\\.\\d{1,3}|127\\.0\\.0\\.1".formatted(PREFIX.replace(".", "\\."));
	}

	private static GatewayVpcEndpointOptions endpoint(GatewayVpcEndpointAwsService service) {
		return GatewayVpcEndpointOptions.builder().service(service).build();
	}

	private static SubnetConfiguration subnets(String name, SubnetType type) {
		return SubnetConfiguration.builder().name(name).subnetType(type).cidrMask(24).build();
	}

}
