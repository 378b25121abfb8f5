package com.example.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;

/**
 * A stand-in for CloudFront that takes invalidations and does nothing with them. It can
 * fail, so that tests see what then happens.
 */
public final class LocalCloudFront {

	private static final Pattern PATH = Pattern.compile("<Path>([^<]+)</Path>");

	private static final List<String> invalidations = new CopyOnWriteArrayList<>();

	private static volatile boolean available = true;

	private LocalCloudFront() {
	}

	/**
	 * The paths that were invalidated, oldest first, each as often as it was.
	 */
	public static List<String> invalidations() {
		return invalidations;
	}

	/**
	 * Answers 503 to all requests from now on, or no more.
	 */
	public static void setAvailable(boolean available) {
		LocalCloudFront.available = available;
	}

	static String start() throws IOException {
		return LocalAws.serve(LocalCloudFront::answer);
	}

	private static void answer(HttpExchange exchange) throws IOException {
		Matcher paths = PATH.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		if (available) {
			while (paths.find()) {
				invalidations.add(paths.group(1));
			}
		}
		byte[] answer = "<Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>"
			.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(available ? 201 : 503, answer.length);
		exchange.getResponseBody().write(answer);
	}

}
