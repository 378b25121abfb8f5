package com.example.postcards.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Token;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.amazon.awscdk.services.cloudfront.AccessLevel;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.ErrorResponse;
import software.amazon.awscdk.services.cloudfront.HeadersFrameOption;
import software.amazon.awscdk.services.cloudfront.HeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.HttpVersion;
import software.amazon.awscdk.services.cloudfront.ICachePolicy;
import software.amazon.awscdk.services.cloudfront.IOrigin;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.OriginRequestCookieBehavior;
import software.amazon.awscdk.services.cloudfront.OriginRequestHeaderBehavior;
import software.amazon.awscdk.services.cloudfront.OriginRequestPolicy;
import software.amazon.awscdk.services.cloudfront.OriginRequestQueryStringBehavior;
import software.amazon.awscdk.services.cloudfront.PriceClass;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentSecurityPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentTypeOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersFrameOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersStrictTransportSecurity;
import software.amazon.awscdk.services.cloudfront.ResponseSecurityHeadersBehavior;
import software.amazon.awscdk.services.cloudfront.S3OriginAccessControl;
import software.amazon.awscdk.services.cloudfront.SecurityPolicyProtocol;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOrigin;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOriginWithOACProps;
import software.amazon.awscdk.services.cloudfront.origins.VpcOrigin;
import software.amazon.awscdk.services.cloudfront.origins.VpcOriginWithEndpointProps;
import software.amazon.awscdk.services.iam.Grant;
import software.amazon.awscdk.services.iam.GrantOnPrincipalOptions;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * The only way in: a CloudFront distribution, with HTTPS for all. Photos and the files of
 * the front end come from their buckets and stay in the caches of the edge; the API comes
 * from the load balancer, and is never cached. Needs the load balancer and the two
 * buckets; with a domain, a stack in us-east-1. Exports its URL.
 */
class Edge extends Construct {

	/** The same that the application sends: the pages come from the bucket now. */
	private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' blob: data:; "
			+ "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

	/** The only Region whose certificates CloudFront takes. */
	private static final String REGION_OF_CERTIFICATES = "us-east-1";

	private static final Duration A_YEAR = Duration.days(365);

	private final S3OriginAccessControl access;

	private final ResponseHeadersPolicy headers;

	private final Distribution distribution;

	private final @Nullable Domain domain;

	Edge(Construct scope, String id, LoadBalancer balancer, Photos photos, StaticFiles files, @Nullable Domain domain,
			boolean retain) {
		super(scope, id);
		this.domain = domain;
		// It signs the requests to buckets, whose policies let this distribution in.
		this.access = S3OriginAccessControl.Builder.create(this, "Access")
			.originAccessControlName(UniqueName.ofStack())
			.build();
		this.headers = headers();
		// tag::distribution[]
		Distribution.Builder builder = Distribution.Builder.create(this, "Distribution")
			.comment("Postcards")
			.defaultRootObject("index.html")
			.defaultBehavior(fromBucket(files.bucket(), CachePolicy.CACHING_OPTIMIZED, true))
			.additionalBehaviors(behaviors(balancer, photos))
			.httpVersion(HttpVersion.HTTP2_AND_3)
			// The edge locations of North America, Europe and Israel, where a gigabyte
			// costs 0.085 dollars after the first terabyte of a month, which is free.
			// All locations cost up to 0.12, and users elsewhere wait less.
			.priceClass(PriceClass.PRICE_CLASS_100)
			.errorResponses(errors())
			.enableLogging(true)
			.logBucket(new EdgeLogs(this, "Logs", retain))
			.minimumProtocolVersion(SecurityPolicyProtocol.TLS_V1_2_2021);
		if (domain != null) {
			builder.domainNames(List.of(domain.name())).certificate(certificate(domain));
		}
		this.distribution = builder.build();
		// end::distribution[]
		Annotations.of(this.distribution)
			.acknowledgeWarning("@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk",
					"A request for the list itself would be one for /, which gets the page.");
	}

	/**
	 * Errors are not cached. By default the edge keeps them for ten seconds. A photo that
	 * is requested before it is stored would then be missing for as long.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html">How
	 * CloudFront caches errors</a>
	 */
	private static List<ErrorResponse> errors() {
		return Stream.of(400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504)
			.map((status) -> ErrorResponse.builder().httpStatus(status).ttl(Duration.seconds(0)).build())
			.toList();
	}

	// tag::behaviors[]
	/**
	 * By path. The first pattern that matches decides.
	 */
	private Map<String, BehaviorOptions> behaviors(LoadBalancer balancer, Photos photos) {
		BehaviorOptions application = BehaviorOptions.builder()
			.origin(origin(balancer))
			.cachePolicy(CachePolicy.CACHING_DISABLED)
			.originRequestPolicy(requests())
			.responseHeadersPolicy(this.headers)
			.allowedMethods(AllowedMethods.ALLOW_ALL)
			.viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
			.compress(false)
			.build();
		Map<String, BehaviorOptions> behaviors = new LinkedHashMap<>();
		behaviors.put("/photos/*", fromBucket(photos, photoCache(), false));
		behaviors.put("/api/*", application);
		behaviors.put("/livez", application);
		behaviors.put("/readyz", application);
		return behaviors;
	}

	private BehaviorOptions fromBucket(IBucket bucket, ICachePolicy cache, boolean compress) {
		return BehaviorOptions.builder()
			// Without permission to list the bucket, S3 answers 403 for a file that is
			// missing. A custom error response would make a 404 of it, and of each 403 of
			// the API, too.
			.origin(S3BucketOrigin.withOriginAccessControl(bucket,
					S3BucketOriginWithOACProps.builder()
						.originAccessControl(this.access)
						.originAccessLevels(List.of(AccessLevel.READ, AccessLevel.LIST))
						.build()))
			.cachePolicy(cache)
			.responseHeadersPolicy(this.headers)
			.allowedMethods(AllowedMethods.ALLOW_GET_HEAD)
			.viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
			.compress(compress)
			.build();
	}
	// end::behaviors[]

	// tag::origin[]
	/**
	 * Plain HTTP from the edge to the load balancer, which has no certificate: that takes
	 * a domain, and this stage has HTTPS without one. The traffic stays in AWS's network,
	 * and the load balancer has no public address.
	 */
	private static IOrigin origin(LoadBalancer balancer) {
		return VpcOrigin.withApplicationLoadBalancer(balancer.balancer(),
				VpcOriginWithEndpointProps.builder()
					.protocolPolicy(OriginProtocolPolicy.HTTP_ONLY)
					.httpPort(LoadBalancer.PORT)
					.vpcOriginName(UniqueName.ofStack())
					.build());
	}

	/**
	 * All that the viewer sends, the host included, and what the viewer came by: the load
	 * balancer would say HTTP, and the application would make cookies without
	 * {@code Secure}.
	 */
	private OriginRequestPolicy requests() {
		return OriginRequestPolicy.Builder.create(this, "Requests")
			.originRequestPolicyName(UniqueName.ofStack())
			.headerBehavior(OriginRequestHeaderBehavior.all("CloudFront-Forwarded-Proto"))
			.cookieBehavior(OriginRequestCookieBehavior.all())
			.queryStringBehavior(OriginRequestQueryStringBehavior.all())
			.build();
	}
	// end::origin[]

	/**
	 * A photo never changes, so it stays as long as the edge has space. Nothing of a
	 * request is part of the key: neither cookies nor queries make a second copy.
	 */
	private CachePolicy photoCache() {
		return CachePolicy.Builder.create(this, "PhotoCache")
			.cachePolicyName(UniqueName.ofStack())
			.minTtl(Duration.seconds(0))
			.defaultTtl(A_YEAR)
			.maxTtl(A_YEAR)
			.build();
	}

	/**
	 * The headers of all answers, those of the application included.
	 */
	private ResponseHeadersPolicy headers() {
		return ResponseHeadersPolicy.Builder.create(this, "Headers")
			.responseHeadersPolicyName(UniqueName.ofStack())
			.securityHeadersBehavior(ResponseSecurityHeadersBehavior.builder()
				.contentSecurityPolicy(ResponseHeadersContentSecurityPolicy.builder()
					.contentSecurityPolicy(CONTENT_SECURITY_POLICY)
					.override(true)
					.build())
				.contentTypeOptions(ResponseHeadersContentTypeOptions.builder().override(true).build())
				.frameOptions(ResponseHeadersFrameOptions.builder()
					.frameOption(HeadersFrameOption.DENY)
					.override(true)
					.build())
				.referrerPolicy(ResponseHeadersReferrerPolicy.builder()
					.referrerPolicy(HeadersReferrerPolicy.SAME_ORIGIN)
					.override(true)
					.build())
				.strictTransportSecurity(ResponseHeadersStrictTransportSecurity.builder()
					.accessControlMaxAge(A_YEAR)
					.includeSubdomains(true)
					.override(true)
					.build())
				.build())
			.build();
	}

	private Certificate certificate(Domain domain) {
		String region = Stack.of(this).getRegion();
		if (!Token.isUnresolved(region) && !REGION_OF_CERTIFICATES.equals(region)) {
			throw new IllegalArgumentException(
					"With a domain the stack must be in us-east-1, because CloudFront takes certificates from there "
							+ "only; without hostedZoneId and domainName it can be in " + region + ".");
		}
		return Certificate.Builder.create(this, "Certificate")
			.domainName(domain.name())
			.validation(CertificateValidation.fromDns(domain.zone(this)))
			.build();
	}

	/**
	 * Lets the application remove photos from the caches.
	 */
	void grantInvalidation(IGrantable application) {
		Grant.addToPrincipal(GrantOnPrincipalOptions.builder()
			.grantee(application)
			.actions(List.of("cloudfront:CreateInvalidation"))
			.resourceArns(List.of(Stack.of(this)
				.formatArn(ArnComponents.builder()
					.service("cloudfront")
					.region("")
					.resource("distribution")
					.resourceName(distributionId())
					.arnFormat(ArnFormat.SLASH_RESOURCE_NAME)
					.build())))
			.build());
	}

	Distribution distribution() {
		return this.distribution;
	}

	String distributionId() {
		return this.distribution.getDistributionId();
	}

	/**
	 * Its name at CloudFront, which works with and without a domain.
	 */
	String address() {
		return this.distribution.getDistributionDomainName();
	}

	String url() {
		return "https://%s/".formatted((this.domain != null) ? this.domain.name() : address());
	}

}
