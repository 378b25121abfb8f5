package com.example.lab.aws.cloudfront;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a distribution may do with a bucket. */
class BucketPolicyTests {

	private static final String ARN = "arn:aws:cloudfront::000000000000:distribution/E1";

	private static final String OWN = """
			{"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
				"Resource": "arn:aws:s3:::photos/*", "Condition": {"StringEquals": {"AWS:SourceArn": "%s"}}}"""
		.formatted(ARN);

	private static final String TLS_ONLY = """
			{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:*",
				"Resource": ["arn:aws:s3:::photos", "arn:aws:s3:::photos/*"],
				"Condition": {"Bool": {"aws:SecureTransport": "false"}}}""";

	@Test
	void allowsTheDistributionThatThePolicyNames() {
		assertThat(allows("[%s, %s]".formatted(TLS_ONLY, OWN), ARN)).isTrue();
		assertThat(allows(OWN, ARN)).as("one statement without a list").isTrue();
		assertThat(allows("[%s]".formatted(OWN), ARN.replace("E1", "E2"))).isFalse();
		assertThat(allows("[%s]".formatted(OWN), "")).as("without a signature").isFalse();
		assertThat(new BucketPolicy(TestEdge.json("{}"), ARN).allows("s3:GetObject", "arn:aws:s3:::photos/1"))
			.isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "s3:GetObject, arn:aws:s3:::photos/1, true", "s3:GetObject, arn:aws:s3:::other/1, false",
			"s3:PutObject, arn:aws:s3:::photos/1, false", "s3:ListBucket, arn:aws:s3:::photos, false" })
	void allowsWhatThePolicyNames(String action, String resource, boolean allowed) {
		assertThat(
				new BucketPolicy(TestEdge.json("{\"Statement\": [%s]}".formatted(OWN)), ARN).allows(action, resource))
			.isEqualTo(allowed);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					"Allow" | {"Service": "cloudfront.amazonaws.com"} | {}                                                | true
					"Allow" | {"Service": "lambda.amazonaws.com"}     | {}                                                | false
					"Allow" | "*"                                     | {}                                                | true
					"Allow" | {"AWS": "*"}                            | {"ArnLike": {"aws:SourceArn": "arn:*:distribution/*"}} | true
					"Allow" | {"AWS": "*"}                            | {"StringEquals": {"aws:SourceAccount": "1"}}      | false
					"Allow" | {"AWS": "*"}                            | {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}     | false
					"Allow" | {"AWS": "*"}                            | {"StringEqualsIfExists": {"aws:Other": "1"}}      | true
					""")
	void principalsAndConditionsDecide(String effect, String principal, String condition, boolean allowed) {
		assertThat(allows("""
				[{"Effect": %s, "Principal": %s, "Action": ["s3:Get*"], "Resource": ["*"], "Condition": %s}]"""
			.formatted(effect, principal, condition), ARN)).isEqualTo(allowed);
	}

	@Test
	void whatIsDeniedIsNotAllowed() {
		String deny = OWN.replace("Allow", "Deny");

		assertThat(allows("[%s, %s]".formatted(OWN, deny), ARN)).isFalse();
	}

	private static boolean allows(String statements, String caller) {
		return new BucketPolicy(TestEdge.json("{\"Statement\": %s}".formatted(statements)), caller)
			.allows("s3:GetObject", "arn:aws:s3:::photos/1");
	}

}
