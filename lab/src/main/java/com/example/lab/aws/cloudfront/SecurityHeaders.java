package com.example.lab.aws.cloudfront;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import com.example.lab.aws.cloudfront.ResponseSettings.Added;

/** The part of a response headers policy that is about security. */
final class SecurityHeaders {

	private SecurityHeaders() {
	}

	static List<Added> read(Settings config) {
		List<Added> added = new ArrayList<>();
		config.inside("SecurityHeadersConfig", (security) -> {
			read(security, "ContentSecurityPolicy", "Content-Security-Policy",
					(each) -> each.text("ContentSecurityPolicy"), added);
			read(security, "ContentTypeOptions", "X-Content-Type-Options", (each) -> "nosniff", added);
			read(security, "FrameOptions", "X-Frame-Options",
					(each) -> each.choice("FrameOption", "", "DENY", "SAMEORIGIN"), added);
			read(security, "ReferrerPolicy", "Referrer-Policy", (each) -> each.text("ReferrerPolicy"), added);
			read(security, "StrictTransportSecurity", "Strict-Transport-Security", SecurityHeaders::transport, added);
			read(security, "XSSProtection", "X-XSS-Protection", SecurityHeaders::scripts, added);
			return security;
		});
		return added;
	}

	private static void read(Settings security, String property, String name, Function<Settings, String> value,
			List<Added> added) {
		if (security.has(property)) {
			added.add(security.inside(property,
					(each) -> new Added(name, value.apply(each), each.flag("Override", false))));
		}
	}

	private static String transport(Settings each) {
		return "max-age=%d%s%s".formatted(each.number("AccessControlMaxAgeSec", 0),
				each.flag("IncludeSubdomains", false) ? "; includeSubDomains" : "",
				each.flag("Preload", false) ? "; preload" : "");
	}

	private static String scripts(Settings each) {
		boolean block = each.flag("ModeBlock", false);
		String report = each.text("ReportUri", "");
		if (!each.flag("Protection", false)) {
			return "0";
		}
		return "1" + (block ? "; mode=block" : "") + (report.isEmpty() ? "" : "; report=" + report);
	}

}
