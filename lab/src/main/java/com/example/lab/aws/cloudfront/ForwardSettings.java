package com.example.lab.aws.cloudfront;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an origin request policy says.
 *
 * @param headers that go to the origin; of {@code allViewerAndWhitelistCloudFront} the
 * names are those that CloudFront adds
 * @param cookies that go to the origin
 * @param queries that go to the origin
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html">Managed
 * origin request policies</a>
 */
record ForwardSettings(Selection headers, Selection cookies, Selection queries) {

	private static final String AND_CLOUDFRONT = "allViewerAndWhitelistCloudFront";

	/** Without a policy. */
	static final ForwardSettings NONE = new ForwardSettings(Selection.NONE, Selection.NONE, Selection.NONE);

	/** AWS's own policies, by their ids. */
	private static final Map<String, ForwardSettings> MANAGED = Map.of(
			// AllViewer
			"216adef6-5c7f-47e4-b989-5492eafa07d3", new ForwardSettings(Selection.ALL, Selection.ALL, Selection.ALL),
			// AllViewerExceptHostHeader
			"b689b0a8-53d0-40ab-baf2-68738e2966ac",
			new ForwardSettings(new Selection("allExcept", List.of("Host")), Selection.ALL, Selection.ALL),
			// AllViewerAndCloudFrontHeaders-2022-06
			"33f36d7e-f396-46d9-90e0-52428a34d9dc",
			new ForwardSettings(new Selection(AND_CLOUDFRONT, ViewerHeaders.NAMES), Selection.ALL, Selection.ALL),
			// CORS-CustomOrigin
			"59781a5b-3903-41f3-afcb-af62929ccde1",
			new ForwardSettings(Selection.of("Origin"), Selection.NONE, Selection.NONE),
			// CORS-S3Origin
			"88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
			new ForwardSettings(
					Selection.of("Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method"),
					Selection.NONE, Selection.NONE),
			// Elemental-MediaTailor-PersonalizedManifests
			"775133bc-15f2-49f9-abea-afb2e0bf67d2",
			new ForwardSettings(Selection.of("Origin", "Access-Control-Request-Headers",
					"Access-Control-Request-Method", "User-Agent", "X-Forwarded-For"), Selection.NONE, Selection.ALL),
			// UserAgentRefererHeaders
			"acba4595-bd28-49b8-b9fe-13317c0390fa",
			new ForwardSettings(Selection.of("User-Agent", "Referer"), Selection.NONE, Selection.NONE),
			// HostHeaderOnly
			"bf0718e1-ba1e-49d1-88b1-f726733018ae",
			new ForwardSettings(Selection.of("Host"), Selection.NONE, Selection.NONE));

	/** One of AWS's own. */
	static Optional<ForwardSettings> managed(String id) {
		return Optional.ofNullable(MANAGED.get(id));
	}

	static ForwardSettings read(Settings settings) {
		return settings.inside("OriginRequestPolicyConfig", (config) -> {
			config.ignore("Name", "Comment");
			return new ForwardSettings(
					Selection.read(config, "HeadersConfig", "HeaderBehavior", "Headers", "none", "whitelist",
							"allViewer", AND_CLOUDFRONT, "allExcept"),
					Selection.read(config, "CookiesConfig", "CookieBehavior", "Cookies", "none", "whitelist",
							"allExcept", "all"),
					Selection.read(config, "QueryStringsConfig", "QueryStringBehavior", "QueryStrings", "none",
							"whitelist", "allExcept", "all"));
		});
	}

	/** Whether a header of the viewer goes to the origin. */
	boolean sends(String header) {
		return this.headers.includesHeader(header);
	}

	/** The headers that CloudFront is to add. */
	List<String> added() {
		return (this.headers.behavior().equals("whitelist") || this.headers.behavior().equals(AND_CLOUDFRONT))
				? this.headers.names() : List.of();
	}

}
