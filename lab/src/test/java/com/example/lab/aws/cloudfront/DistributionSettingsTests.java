package com.example.lab.aws.cloudfront;

import java.util.function.Function;

import com.example.lab.assembly.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Properties that the lab does not run stop {@code up}, with their path. */
class DistributionSettingsTests {

	private static final String OPEN = "\"CachePolicyId\": \"%s\"".formatted(TestEdge.OPTIMIZED);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'',
			textBlock = """
							"Novelty": true                            | DistributionConfig/Novelty: the lab does not know this property
							"WebACLId": "arn:aws:wafv2"                | DistributionConfig/WebACLId: the lab does not do this
							"Staging": true                            | DistributionConfig/Staging: the lab does not do this
							"Restrictions": {"GeoRestriction": {"RestrictionType": "whitelist", "Locations": ["KR"]}} | DistributionConfig/Restrictions/GeoRestriction/RestrictionType: it is 'whitelist'; the lab takes none
							"CacheBehaviors": [{"PathPattern": "/a", "TargetOriginId": "one", "ViewerProtocolPolicy": "allow-all", "CachePolicyId": "none"}] | DistributionConfig/CacheBehaviors/0/CachePolicyId: 'none' is no policy of the template
							"CacheBehaviors": [{"PathPattern": "/a", "TargetOriginId": "one", "ViewerProtocolPolicy": "allow-all", "ForwardedValues": {"QueryString": true}}] | DistributionConfig/CacheBehaviors/0/ForwardedValues: the lab has no legacy cache settings
							"CustomErrorResponses": [{"ErrorCode": "x"}] | DistributionConfig/CustomErrorResponses/0/ErrorCode: it is 'x', and no number
							"Origins": [{"Id": "one", "DomainName": "a", "S3OriginConfig": {"OriginAccessIdentity": "x"}}] | DistributionConfig/Origins/0/S3OriginConfig/OriginAccessIdentity: the lab does not run origin access identities
							"Origins": [{"Id": "one", "DomainName": "a", "OriginShield": {"Enabled": true}}] | DistributionConfig/Origins/0/OriginShield: the lab has no regional caches
							"Logging": {"Bucket": "logs"} | DistributionConfig/Logging/Bucket: logs is no domain name of a bucket
					"Origins": [] | DistributionConfig/Origins: a behavior names one, and there is no such origin
							""")
	void stopsWithTypePathAndReason(String property, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> TestEdge.of(OPEN, property).settings())
			.withMessageStartingWith("AWS::CloudFront::Distribution " + message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'',
			textBlock = """
					"Staging": false
					"WebACLId": ""
					"Aliases": ["example.org"], "Comment": "x", "HttpVersion": "http2and3", "IPV6Enabled": true, "PriceClass": "PriceClass_100"
					"ViewerCertificate": {"CloudFrontDefaultCertificate": true}
					"Logging": {"Bucket": "logs.s3.amazonaws.com", "Prefix": "edge/", "IncludeCookies": true}
					"Origins": [{"Id": "one", "DomainName": "a", "OriginShield": {"Enabled": false}, "CustomOriginConfig": {"OriginProtocolPolicy": "http-only", "OriginSSLProtocols": ["TLSv1.2"]}}]
					""")
	void takesWhatHasNoEffectOrIsOff(String property) {
		assertThat(TestEdge.of(OPEN, property).settings().enabled()).isTrue();
	}

	@Test
	void anOriginGroupTakesReadsOnly() {
		String group = """
				"OriginGroups": {"Quantity": 1, "Items": [{"Id": "both",
					"FailoverCriteria": {"StatusCodes": {"Quantity": 1, "Items": [502]}},
					"Members": {"Quantity": 2, "Items": [{"OriginId": "one"}, {"OriginId": "two"}]}}]}""";
		String behavior = OPEN + ", \"TargetOriginId\": \"both\", \"AllowedMethods\": [\"GET\", \"POST\"]";

		assertThatIllegalArgumentException().isThrownBy(() -> TestEdge.of(behavior, group).settings())
			.withMessageContaining("CloudFront sends only GET, HEAD and OPTIONS to an origin group");
	}

	@Test
	void otherResourcesAreStrictToo() {
		refused("AWS::CloudFront::CachePolicy", CachePolicy::new, """
				{"CachePolicyConfig": {"MinTTL": 10, "DefaultTTL": 5, "MaxTTL": 100}}""",
				"CachePolicyConfig/DefaultTTL: MinTTL 10, DefaultTTL 5 and MaxTTL 100 must not fall");
		refused("AWS::CloudFront::OriginRequestPolicy", OriginRequestPolicy::new, """
				{"OriginRequestPolicyConfig": {"HeadersConfig": {"HeaderBehavior": "some"}}}""",
				"OriginRequestPolicyConfig/HeadersConfig/HeaderBehavior: it is 'some'");
		refused("AWS::CloudFront::ResponseHeadersPolicy", ResponseHeadersPolicy::new, """
				{"ResponseHeadersPolicyConfig": {"ServerTimingHeadersConfig": {"Enabled": true}}}""",
				"ResponseHeadersPolicyConfig/ServerTimingHeadersConfig/Enabled: the lab adds no Server-Timing");
		refused("AWS::CloudFront::OriginAccessControl", OriginAccessControl::new, """
				{"OriginAccessControlConfig": {"OriginAccessControlOriginType": "lambda"}}""",
				"OriginAccessControlConfig/OriginAccessControlOriginType: it is 'lambda'");
	}

	private static void refused(String type, Function<Resource, Described<?>> make, String properties, String message) {
		Described<?> described = make.apply(new Resource("X", type, "Test/X", TestEdge.json("{}")));

		assertThatIllegalArgumentException().isThrownBy(() -> described.start(TestEdge.json(properties)))
			.withMessageStartingWith(type + " " + message);
	}

	@Test
	void aPolicyWithoutTimesHasThoseOfCloudFront() {
		CacheSettings read = Settings.read("T", TestEdge.json("{\"CachePolicyConfig\": {\"Name\": \"x\"}}"),
				CacheSettings::read);

		assertThat(read.minTtl()).isZero();
		assertThat(read.defaultTtl()).isEqualTo(86_400);
		assertThat(read.maxTtl()).isEqualTo(31_536_000);
	}

}
