package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.BucketProps;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * A private bucket with a line for each request of a load balancer, which it forgets
 * after a month. Needs nothing.
 */
class AccessLogs extends Bucket {

	AccessLogs(Construct scope, String id, boolean retain) {
		super(scope, id, BucketProps.builder()
			.blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
			// The only encryption that a load balancer can write with.
			.encryption(BucketEncryption.S3_MANAGED)
			.enforceSsl(true)
			.lifecycleRules(List.of(LifecycleRule.builder().expiration(Duration.days(30)).build()))
			.removalPolicy(retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
			.build());
	}

	/**
	 * Lets a load balancer write here. The CDK's own method needs a known Region.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html">Access
	 * logs</a>
	 */
	void of(ApplicationLoadBalancer balancer) {
		addToResourcePolicy(PolicyStatement.Builder.create()
			.principals(List.of(new ServicePrincipal("logdelivery.elasticloadbalancing.amazonaws.com")))
			.actions(List.of("s3:PutObject"))
			.resources(List.of(arnForObjects("AWSLogs/" + Aws.ACCOUNT_ID + "/*")))
			.build());
		balancer.setAttribute("access_logs.s3.enabled", "true");
		balancer.setAttribute("access_logs.s3.bucket", getBucketName());
		// It writes a test object at once.
		balancer.getNode().addDependency(getPolicy());
	}

}
