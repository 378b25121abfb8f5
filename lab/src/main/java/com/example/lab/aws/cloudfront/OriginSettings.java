package com.example.lab.aws.cloudfront;

import java.time.Duration;

/**
 * An origin of a distribution.
 *
 * @param id its name in the distribution
 * @param domain its domain name
 * @param path put before each path
 * @param custom headers that each request gets
 * @param kind what it is
 * @param accessControl the id of an origin access control; empty for none
 * @param vpcOrigin the id of a VPC origin; empty for none
 * @param attempts to connect
 * @param connectTimeout of each attempt
 * @param readTimeout how long an answer may take
 * @param keepAlive how long an unused connection stays
 * @param endpoint its ports and protocol, unless it is a bucket or a VPC origin
 */
record OriginSettings(String id, String domain, String path, Fields custom, Kind kind, String accessControl,
		String vpcOrigin, int attempts, Duration connectTimeout, Duration readTimeout, Duration keepAlive,
		EndpointSettings endpoint) {

	/** What an origin is. */
	enum Kind {

		BUCKET, VPC, CUSTOM

	}

	static OriginSettings read(Settings origin) {
		origin.refuse("OriginShield", "the lab has no regional caches");
		origin.refuse("ResponseCompletionTimeout", "the lab has no such limit");
		Kind kind = origin.has("VpcOriginConfig") ? Kind.VPC : origin.has("S3OriginConfig") ? Kind.BUCKET : Kind.CUSTOM;
		Fields custom = Fields.NONE;
		for (String[] header : origin.each("OriginCustomHeaders",
				(each) -> new String[] { each.text("HeaderName"), each.text("HeaderValue") })) {
			custom = custom.and(header[0], header[1]);
		}
		Timeouts timeouts = timeouts(origin, kind);
		EndpointSettings endpoint = (kind == Kind.CUSTOM)
				? origin.inside("CustomOriginConfig", OriginSettings::endpoint) : EndpointSettings.NONE;
		return new OriginSettings(origin.text("Id"), origin.text("DomainName"), origin.text("OriginPath", ""), custom,
				kind, origin.text("OriginAccessControlId", ""), timeouts.vpcOrigin(),
				(int) origin.number("ConnectionAttempts", 3),
				Duration.ofSeconds(origin.number("ConnectionTimeout", 10)), timeouts.read(), timeouts.keepAlive(),
				endpoint);
	}

	private static EndpointSettings endpoint(Settings config) {
		config.ignore("OriginReadTimeout", "OriginKeepaliveTimeout", "IpAddressType");
		config.refuse("OriginMtlsConfig", "the lab shows no certificate to origins");
		return EndpointSettings.read(config);
	}

	private static Timeouts timeouts(Settings origin, Kind kind) {
		String config = switch (kind) {
			case BUCKET -> "S3OriginConfig";
			case VPC -> "VpcOriginConfig";
			case CUSTOM -> "CustomOriginConfig";
		};
		return origin.inside(config, (each) -> {
			if (kind == Kind.BUCKET) {
				each.refuse("OriginAccessIdentity", "the lab does not run origin access identities. Use "
						+ "S3BucketOrigin.withOriginAccessControl");
			}
			if (kind == Kind.VPC) {
				each.refuse("OwnerAccountId", "the lab has one account");
			}
			each.ignore("HTTPPort", "HTTPSPort", "OriginProtocolPolicy", "OriginSSLProtocols", "IpAddressType",
					"OriginMtlsConfig");
			return new Timeouts((kind == Kind.VPC) ? each.text("VpcOriginId") : "",
					Duration.ofSeconds(each.number("OriginReadTimeout", 30)),
					Duration.ofSeconds(each.number("OriginKeepaliveTimeout", 5)));
		});
	}

	private record Timeouts(String vpcOrigin, Duration read, Duration keepAlive) {
	}

}
