package com.example.lab.deploy;

import java.util.Map;

/**
 * Types of which one resource takes minutes, with no event of CloudFormation between its
 * first and its last.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html">CloudFront
 * deploys a VPC origin</a>
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CreateDBInstance.html">RDS
 * creates an instance</a>
 */
public final class SlowTypes {

	private static final Map<String, Integer> MINUTES = Map.of("AWS::CloudFront::Distribution", 15,
			"AWS::CloudFront::VpcOrigin", 15, "AWS::ElastiCache::ServerlessCache", 5, "AWS::RDS::DBInstance", 20);

	private SlowTypes() {
	}

	/**
	 * How long a resource can take.
	 * @param type its type
	 * @return minutes; 0 if it does not take long
	 */
	public static int minutes(String type) {
		return MINUTES.getOrDefault(type, 0);
	}

}
