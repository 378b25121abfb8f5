package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PostcardsStackTests {

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	private static final Template WITH_DOMAIN = Synthesis.TEMPLATE_WITH_DOMAIN;

	@Test
	void consistsOfABucketAndABox() {
		assertThat(types(TEMPLATE)).containsExactlyInAnyOrder("AWS::S3::Bucket", "AWS::S3::BucketPolicy",
				"AWS::Lightsail::Instance", "AWS::Lightsail::StaticIp", "AWS::Lightsail::Alarm");
	}

	@Test
	void domainAddsARecordOnly() {
		assertThat(types(WITH_DOMAIN)).containsAll(types(TEMPLATE))
			.hasSize(types(TEMPLATE).size() + 1)
			.contains("AWS::Route53::RecordSet");
	}

	@Test
	void namesNoRegionZoneOrAccount() {
		assertThat(TEMPLATE.toJSON().toString()).doesNotContainPattern("\\b(af|ap|ca|cn|eu|il|me|mx|sa|us)-[a-z]+-\\d")
			.doesNotContainPattern("\\b\\d{12}\\b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "us-east-1", "ap-northeast-2" })
	void isTheSameInEveryRegion(String region) {
		assertThat(Template.fromStack(Synthesis.stackIn(region)).toJSON().get("Resources"))
			.isEqualTo(TEMPLATE.toJSON().get("Resources"));
	}

	@Test
	void boxWaitsForARelease() {
		Object hasRelease = Map.of("Fn::Not", List.of(Map.of("Fn::Equals", List.of(Map.of("Ref", "ReleaseUrl"), ""))));
		TEMPLATE.hasCondition("HasRelease", hasRelease);
		for (String type : List.of("AWS::Lightsail::Instance", "AWS::Lightsail::StaticIp", "AWS::Lightsail::Alarm",
				"AWS::Route53::RecordSet")) {
			WITH_DOMAIN.hasResource(type, Map.of("Condition", "HasRelease"));
		}
	}

	@Test
	void bucketDoesNotWait() {
		TEMPLATE.hasResource("AWS::S3::Bucket", Map.of("Condition", Match.absent()));
	}

	@Test
	void addressOfTheReleaseIsNotShown() {
		TEMPLATE.hasParameter("ReleaseUrl", Map.of("Type", "String", "Default", "", "NoEcho", true));
	}

	@Test
	void outputsWhereToPutTheRelease() {
		TEMPLATE.hasOutput("ReleaseBucket",
				Map.of("Value", Map.of("Ref", logicalId("AWS::S3::Bucket")), "Condition", Match.absent()));
	}

	@Test
	void outputsTheAddressOfTheBox() {
		TEMPLATE.hasOutput("Address",
				Map.of("Value", Map.of("Fn::GetAtt", List.of(logicalId("AWS::Lightsail::StaticIp"), "IpAddress")),
						"Condition", "HasRelease"));
	}

	@Test
	void withoutDomainTheUrlIsPlainHttp() {
		TEMPLATE.hasOutput("Url", Map.of("Value", Map.of("Fn::Join", List.of("", List.of("http://",
				Map.of("Fn::GetAtt", List.of(logicalId("AWS::Lightsail::StaticIp"), "IpAddress")), "/")))));
	}

	@Test
	void withDomainTheUrlIsHttps() {
		WITH_DOMAIN.hasOutput("Url", Map.of("Value", "https://postcards.example.com/", "Condition", "HasRelease"));
	}

	@Test
	void plainHttpIsReportedAtSynthesis() {
		assertThat(Annotations.fromStack(Synthesis.stack()).findInfo("*", Match.stringLikeRegexp(".*plain HTTP.*")))
			.hasSize(1);
	}

	@Test
	void domainPointsToTheStaticIp() {
		WITH_DOMAIN.hasResourceProperties("AWS::Route53::RecordSet",
				Map.of("Name", "postcards.example.com.", "Type", "A", "HostedZoneId", "Z0123456789ABCDEFGHIJ",
						"ResourceRecords",
						List.of(Map.of("Fn::GetAtt", List.of(logicalId("AWS::Lightsail::StaticIp"), "IpAddress")))));
	}

	@Test
	void halfADomainIsRefused() {
		App app = Synthesis.app(Map.of("domainName", "postcards.example.com"), null);
		assertThatIllegalArgumentException().isThrownBy(() -> PostcardsApp.stack(app))
			.withMessageContaining("hostedZoneId");
	}

	private static List<String> types(Template template) {
		return Synthesis.resources(template)
			.values()
			.stream()
			.map((resource) -> (String) resource.get("Type"))
			.toList();
	}

	private static String logicalId(String type) {
		return TEMPLATE.findResources(type).keySet().iterator().next();
	}

}
