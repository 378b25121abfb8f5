package com.example.lab.aws.cloudfront;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a response headers policy says.
 *
 * @param cors for other sites; null for none
 * @param added headers that are added
 * @param removed names of headers that are removed
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html">Understand
 * response headers policies</a>
 */
record ResponseSettings(@Nullable Cors cors, List<Added> added, List<String> removed) {

	private static final Cors SIMPLE = new Cors(List.of("*"), List.of(), List.of(), List.of(), false, 0, false);

	private static final Cors PREFLIGHT = new Cors(List.of("*"), List.of("*"),
			List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"), List.of("*"), false, 0, false);

	private static final List<Added> SECURITY = List.of(
			new Added("Referrer-Policy", "strict-origin-when-cross-origin", false),
			new Added("Strict-Transport-Security", "max-age=31536000", false),
			new Added("X-Content-Type-Options", "nosniff", true), new Added("X-Frame-Options", "SAMEORIGIN", false),
			new Added("X-XSS-Protection", "1; mode=block", false));

	/** AWS's own policies, by their ids. */
	private static final Map<String, ResponseSettings> MANAGED = Map.of(
			// SimpleCORS
			"60669652-455b-4ae9-85a4-c4c02393f86c", new ResponseSettings(SIMPLE, List.of(), List.of()),
			// CORS-With-Preflight
			"5cc3b908-e619-4b99-88e5-2cf7f45965bd", new ResponseSettings(PREFLIGHT, List.of(), List.of()),
			// SecurityHeadersPolicy
			"67f7725c-6f97-4210-82d7-5512b31e9d03", new ResponseSettings(null, SECURITY, List.of()),
			// CORS-and-SecurityHeadersPolicy
			"e61eb60c-9c35-4d20-a928-2b84e02af89c", new ResponseSettings(SIMPLE, SECURITY, List.of()),
			// CORS-with-preflight-and-SecurityHeadersPolicy
			"eaab4381-ed33-4a86-88ca-d9558dc6cd63", new ResponseSettings(PREFLIGHT, SECURITY, List.of()));

	/** One of AWS's own. */
	static Optional<ResponseSettings> managed(String id) {
		return Optional.ofNullable(MANAGED.get(id));
	}

	static ResponseSettings read(Settings settings) {
		return settings.inside("ResponseHeadersPolicyConfig", (config) -> {
			config.ignore("Name", "Comment");
			List<Added> added = new ArrayList<>(SecurityHeaders.read(config));
			config.inside("CustomHeadersConfig", (custom) -> added.addAll(custom.each("Items",
					(item) -> new Added(item.text("Header"), item.text("Value"), item.flag("Override", false)))));
			config.inside("ServerTimingHeadersConfig", (timing) -> {
				timing.refuse("Enabled", "the lab adds no Server-Timing; take ServerTimingHeadersConfig out");
				timing.ignore("SamplingRate");
				return timing;
			});
			List<String> removed = config.inside("RemoveHeadersConfig",
					(remove) -> remove.each("Items", (item) -> item.text("Header")));
			return new ResponseSettings(config.has("CorsConfig") ? config.inside("CorsConfig", Cors::read) : null,
					List.copyOf(added), removed);
		});
	}

	/** Changes the header of an answer for a request. */
	Fields apply(Request request, Fields fields) {
		Fields now = fields.without(this.removed.toArray(String[]::new));
		if (this.cors != null) {
			now = this.cors.apply(request, now);
		}
		for (Added each : this.added) {
			if (each.override() || !now.has(each.name())) {
				now = now.with(each.name(), each.value());
			}
		}
		return now;
	}

	/**
	 * A header that is added.
	 *
	 * @param name its name
	 * @param value its value
	 * @param override whether it replaces that of the origin
	 */
	record Added(String name, String value, boolean override) {
	}

}
