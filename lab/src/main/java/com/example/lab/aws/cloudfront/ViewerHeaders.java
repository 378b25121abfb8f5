package com.example.lab.aws.cloudfront;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The headers about the viewer that CloudFront adds when a policy names them. Nothing is
 * known here of a viewer's place and network.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html">Add
 * CloudFront request headers</a>
 */
final class ViewerHeaders {

	/** Those of the managed policy of June 2022. */
	static final List<String> NAMES = List.of("CloudFront-Forwarded-Proto", "CloudFront-Is-Android-Viewer",
			"CloudFront-Is-Desktop-Viewer", "CloudFront-Is-IOS-Viewer", "CloudFront-Is-Mobile-Viewer",
			"CloudFront-Is-SmartTV-Viewer", "CloudFront-Is-Tablet-Viewer", "CloudFront-Viewer-Address",
			"CloudFront-Viewer-ASN", "CloudFront-Viewer-City", "CloudFront-Viewer-Country",
			"CloudFront-Viewer-Country-Name", "CloudFront-Viewer-Country-Region",
			"CloudFront-Viewer-Country-Region-Name", "CloudFront-Viewer-Http-Version", "CloudFront-Viewer-Latitude",
			"CloudFront-Viewer-Longitude", "CloudFront-Viewer-Metro-Code", "CloudFront-Viewer-Postal-Code",
			"CloudFront-Viewer-Time-Zone", "CloudFront-Viewer-TLS");

	static final String PREFIX = "cloudfront-";

	private ViewerHeaders() {
	}

	/**
	 * The value of a header.
	 * @return null for one that CloudFront does not add, or that nothing is known of
	 */
	static @Nullable String value(String name, Request request) {
		String agent = request.fields().text("User-Agent").toLowerCase(Locale.ROOT);
		Request.Viewer viewer = request.viewer();
		return switch (name.toLowerCase(Locale.ROOT)) {
			case "cloudfront-forwarded-proto" -> viewer.secure() ? "https" : "http";
			case "cloudfront-viewer-address" -> "%s:%d".formatted(viewer.ip(), viewer.port());
			case "cloudfront-viewer-http-version" -> viewer.http();
			case "cloudfront-viewer-tls" -> viewer.tls().isEmpty() ? null : viewer.tls();
			case "cloudfront-is-android-viewer" -> is(agent.contains("android"));
			case "cloudfront-is-ios-viewer" -> is(agent.matches(".*(iphone|ipad|ipod).*"));
			case "cloudfront-is-tablet-viewer" -> is(tablet(agent));
			case "cloudfront-is-smarttv-viewer" -> is(television(agent));
			case "cloudfront-is-mobile-viewer" -> is(mobile(agent));
			case "cloudfront-is-desktop-viewer" -> is(!tablet(agent) && !television(agent) && !mobile(agent));
			default -> null;
		};
	}

	private static boolean tablet(String agent) {
		return agent.contains("ipad") || agent.contains("tablet")
				|| (agent.contains("android") && !agent.contains("mobile"));
	}

	private static boolean television(String agent) {
		return agent.matches(".*(smart-?tv|appletv|googletv|hbbtv).*");
	}

	private static boolean mobile(String agent) {
		return agent.contains("mobi") && !agent.contains("ipad");
	}

	private static String is(boolean value) {
		return Boolean.toString(value);
	}

}
