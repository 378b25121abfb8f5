package com.example.postcards.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EdgeTests {

	private static final String DISTRIBUTION = "AWS::CloudFront::Distribution";

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	private static final Template WITH_DOMAIN = Synthesis.TEMPLATE_WITH_DOMAIN;

	private static final Map<String, Object> CONFIG = config();

	@Test
	void servesTheFrontEndFromItsBucketByDefault() {
		assertThat(CONFIG).containsEntry("DefaultRootObject", "index.html");
		assertThat(behavior(null)).containsEntry("AllowedMethods", List.of("GET", "HEAD"))
			// CachingOptimized: what the file says, and both kinds of compression.
			.containsEntry("CachePolicyId", "658327ea-f89d-4fab-a63d-7e88639e58f6")
			.containsEntry("Compress", true);
		assertThat(origin(behavior(null))).containsEntry("DomainName",
				attribute("AWS::S3::Bucket", "StaticFiles", "RegionalDomainName"));
	}

	@Test
	void servesPhotosFromTheirBucket() {
		assertThat(behavior("/photos/*")).containsEntry("AllowedMethods", List.of("GET", "HEAD"))
			.containsEntry("CachePolicyId", Map.of("Ref", id("AWS::CloudFront::CachePolicy", "Edge")));
		assertThat(origin(behavior("/photos/*"))).containsEntry("DomainName",
				attribute("AWS::S3::Bucket", "Photos", "RegionalDomainName"));
	}

	@Test
	void cachesPhotosForAYearWhateverElseARequestHas() {
		TEMPLATE.resourceCountIs("AWS::CloudFront::CachePolicy", 1);
		TEMPLATE.hasResourceProperties("AWS::CloudFront::CachePolicy",
				Map.of("CachePolicyConfig", Match.objectLike(Map.of("MinTTL", 0, "DefaultTTL", 31_536_000, "MaxTTL",
						31_536_000, "ParametersInCacheKeyAndForwardedToOrigin",
						Map.of("CookiesConfig", Map.of("CookieBehavior", "none"), "EnableAcceptEncodingBrotli", false,
								"EnableAcceptEncodingGzip", false, "HeadersConfig", Map.of("HeaderBehavior", "none"),
								"QueryStringsConfig", Map.of("QueryStringBehavior", "none"))))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/*", "/livez", "/readyz" })
	void neverCachesTheApplication(String pattern) {
		assertThat(behavior(pattern))
			// CachingDisabled.
			.containsEntry("CachePolicyId", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad")
			.containsEntry("OriginRequestPolicyId", Map.of("Ref", id("AWS::CloudFront::OriginRequestPolicy", "Edge")))
			.containsEntry("AllowedMethods", List.of("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"));
		assertThat(origin(behavior(pattern))).containsEntry("VpcOriginConfig",
				Map.of("VpcOriginId", attribute("AWS::CloudFront::VpcOrigin", "Edge", "Id")));
	}

	@Test
	void hasNoOtherBehaviors() {
		assertThat(Synthesis.<List<?>>get(CONFIG, "CacheBehaviors")).hasSize(4);
	}

	@Test
	void reachesTheLoadBalancerWithPlainHttpInTheNetwork() {
		TEMPLATE.hasResourceProperties("AWS::CloudFront::VpcOrigin",
				Map.of("VpcOriginEndpointConfig",
						Match.objectLike(Map.of("Arn",
								Map.of("Ref", id("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancer")),
								"HTTPPort", 80, "OriginProtocolPolicy", "http-only"))));
	}

	@Test
	void forwardsAllHeadersCookiesAndQueriesAndTheProtocolOfTheViewer() {
		TEMPLATE.hasResourceProperties("AWS::CloudFront::OriginRequestPolicy",
				Map.of("OriginRequestPolicyConfig",
						Match.objectLike(Map.of("CookiesConfig", Map.of("CookieBehavior", "all"), "HeadersConfig",
								Map.of("HeaderBehavior", "allViewerAndWhitelistCloudFront", "Headers",
										List.of("CloudFront-Forwarded-Proto")),
								"QueryStringsConfig", Map.of("QueryStringBehavior", "all")))));
	}

	@Test
	void redirectsPlainHttpEverywhere() {
		assertThat(behaviors()).hasSize(5)
			.allSatisfy((behavior) -> assertThat(behavior).containsEntry("ViewerProtocolPolicy", "redirect-to-https"));
	}

	@Test
	void addsSecurityHeadersEverywhere() {
		Object policy = Map.of("Ref", id("AWS::CloudFront::ResponseHeadersPolicy", "Edge"));
		assertThat(behaviors())
			.allSatisfy((behavior) -> assertThat(behavior).containsEntry("ResponseHeadersPolicyId", policy));
		TEMPLATE.hasResourceProperties("AWS::CloudFront::ResponseHeadersPolicy",
				Map.of("ResponseHeadersPolicyConfig", Match.objectLike(Map.of("SecurityHeadersConfig",
						Map.of("ContentSecurityPolicy", Map.of("ContentSecurityPolicy",
								Match.stringLikeRegexp("default-src 'self';.*frame-ancestors 'none';.*"), "Override",
								true), "ContentTypeOptions", Map.of("Override", true), "FrameOptions",
								Map.of("FrameOption", "DENY", "Override", true), "ReferrerPolicy",
								Map.of("ReferrerPolicy", "same-origin", "Override", true), "StrictTransportSecurity",
								Map.of("AccessControlMaxAgeSec", 31_536_000, "IncludeSubdomains", true, "Override",
										true))))));
	}

	@Test
	void contentSecurityPolicyIsThatOfTheApplication() throws IOException {
		Map<String, Object> properties = properties("AWS::CloudFront::ResponseHeadersPolicy");
		String policy = properties.toString().replaceFirst(".*ContentSecurityPolicy=(default-src [^,}]*).*", "$1");
		String source = Files
			.readString(Path.of("../app/src/main/java/com/example/postcards/web/SecurityConfiguration.java"));
		assertThat(source.replaceAll("\"\\s*\\+\\s*\"", "")).contains('"' + policy + '"');
	}

	@Test
	void cachesNoErrorAndRewritesNone() {
		assertThat((List<?>) CONFIG.get("CustomErrorResponses")).hasSize(11)
			.allSatisfy((error) -> assertThat(error.toString()).contains("ErrorCachingMinTTL=0")
				.doesNotContain("ResponsePagePath"));
	}

	@Test
	void readsTheBucketsWithSignedRequests() {
		Object access = attribute("AWS::CloudFront::OriginAccessControl", "Edge", "Id");
		assertThat(List.of(origin(behavior(null)), origin(behavior("/photos/*"))))
			.allSatisfy((origin) -> assertThat(origin).containsEntry("OriginAccessControlId", access));
		TEMPLATE.hasResourceProperties("AWS::CloudFront::OriginAccessControl", Map.of("OriginAccessControlConfig",
				Match.objectLike(Map.of("OriginAccessControlOriginType", "s3", "SigningBehavior", "always"))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Photos", "StaticFilesBucket" })
	void aloneReadsABucketAndMayListIt(String bucket) {
		Object arn = attribute("AWS::S3::Bucket", bucket, "Arn");
		TEMPLATE
			.hasResourceProperties("AWS::S3::BucketPolicy",
					Map.of("Bucket", Map.of("Ref", id("AWS::S3::Bucket", bucket)), "PolicyDocument",
							Match.objectLike(Map.of("Statement", List.of(Match.objectLike(Map.of("Effect", "Deny")),
									Map.of("Action", List.of("s3:GetObject", "s3:ListBucket"), "Condition",
											Map.of("StringEquals", Map.of("AWS:SourceArn",
													join("arn:", Map.of("Ref", "AWS::Partition"), ":cloudfront::",
															Map.of("Ref", "AWS::AccountId"), ":distribution/",
															Map.of("Ref", id(DISTRIBUTION, "Edge"))))),
											"Effect", "Allow", "Principal",
											Map.of("Service", "cloudfront.amazonaws.com"), "Resource",
											List.of(arn, join(arn, "/*"))))))));
	}

	@Test
	void speaksHttp2And3() {
		assertThat(CONFIG).containsEntry("HttpVersion", "http2and3");
	}

	@Test
	void usesTheCheapestPriceClass() {
		assertThat(CONFIG).containsEntry("PriceClass", "PriceClass_100");
	}

	@Test
	void writesStandardLogsToAPrivateBucketThatForgetsAfterAMonth() {
		assertThat(CONFIG).containsEntry("Logging",
				Map.of("Bucket", attribute("AWS::S3::Bucket", "EdgeLogs", "RegionalDomainName")));
		TEMPLATE.hasResourceProperties("AWS::S3::Bucket",
				Map.of("OwnershipControls", Map.of("Rules", List.of(Map.of("ObjectOwnership", "BucketOwnerPreferred"))),
						"LifecycleConfiguration",
						Map.of("Rules", List.of(Map.of("ExpirationInDays", 30, "Status", "Enabled"))),
						"PublicAccessBlockConfiguration", Map.of("BlockPublicAcls", true, "BlockPublicPolicy", true,
								"IgnorePublicAcls", true, "RestrictPublicBuckets", true)));
	}

	@Test
	void withoutDomainHasTheCertificateOfCloudFront() {
		assertThat(CONFIG).doesNotContainKeys("Aliases", "ViewerCertificate");
	}

	@Test
	void withDomainHasACertificateAndRefusesTlsBelow12() {
		String certificate = WITH_DOMAIN.findResources("AWS::CertificateManager::Certificate")
			.keySet()
			.iterator()
			.next();
		WITH_DOMAIN.hasResourceProperties(DISTRIBUTION,
				Map.of("DistributionConfig",
						Match.objectLike(Map.of("Aliases", List.of("postcards.example.com"), "ViewerCertificate",
								Map.of("AcmCertificateArn", Map.of("Ref", certificate), "MinimumProtocolVersion",
										"TLSv1.2_2021", "SslSupportMethod", "sni-only")))));
		WITH_DOMAIN.hasResourceProperties("AWS::CertificateManager::Certificate", Map.of("DomainName",
				"postcards.example.com", "ValidationMethod", "DNS", "DomainValidationOptions",
				List.of(Map.of("DomainName", "postcards.example.com", "HostedZoneId", "Z0123456789ABCDEFGHIJ"))));
	}

	@Test
	void withDomainRefusesARegionWhoseCertificatesItCannotUse() {
		App app = Synthesis.app(withDomainIn("eu-central-1"), null);
		assertThatIllegalArgumentException().isThrownBy(() -> PostcardsApp.stack(app))
			.withMessage(
					"With a domain the stack must be in us-east-1, because CloudFront takes certificates from there "
							+ "only; without hostedZoneId and domainName it can be in eu-central-1.");
		assertThat(Synthesis.stack(withDomainIn("us-east-1")).getRegion()).isEqualTo("us-east-1");
	}

	private static Map<String, String> withDomainIn(String region) {
		Map<String, String> context = new HashMap<>(Synthesis.DOMAIN);
		context.putAll(Map.of("account", "111122223333", "region", region));
		return context;
	}

	@Test
	void namesAreThoseOfTheStackSoThatAnAccountCanHaveTwo() {
		for (String type : List.of("CachePolicy", "OriginRequestPolicy", "ResponseHeadersPolicy",
				"OriginAccessControl")) {
			assertThat(properties("AWS::CloudFront::" + type).toString()).as(type).contains("AWS::StackId");
		}
	}

	private static List<Map<String, Object>> behaviors() {
		List<Map<String, Object>> behaviors = new ArrayList<>(
				Synthesis.<List<Map<String, Object>>>get(CONFIG, "CacheBehaviors"));
		behaviors.add(Synthesis.get(CONFIG, "DefaultCacheBehavior"));
		return behaviors;
	}

	/**
	 * The behavior of a pattern, or the default one.
	 */
	private static Map<String, Object> behavior(@Nullable String pattern) {
		return behaviors().stream()
			.filter((behavior) -> Objects.equals(behavior.get("PathPattern"), pattern))
			.findFirst()
			.orElseThrow();
	}

	private static Map<String, Object> origin(Map<String, Object> behavior) {
		return Synthesis.<List<Map<String, Object>>>get(CONFIG, "Origins")
			.stream()
			.filter((origin) -> Objects.equals(origin.get("Id"), behavior.get("TargetOriginId")))
			.findFirst()
			.orElseThrow();
	}

	private static Map<String, Object> config() {
		return Synthesis.get(properties(DISTRIBUTION), "DistributionConfig");
	}

	private static Map<String, Object> properties(String type) {
		return Synthesis.properties(type);
	}

	private static String id(String type, String prefix) {
		return Synthesis.logicalId(type, prefix);
	}

	private static Object attribute(String type, String prefix, String name) {
		return Map.of("Fn::GetAtt", List.of(id(type, prefix), name));
	}

	private static Object join(Object... parts) {
		return Map.of("Fn::Join", List.of("", List.of(parts)));
	}

}
