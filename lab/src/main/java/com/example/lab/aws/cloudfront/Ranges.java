package com.example.lab.aws.cloudfront;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Answers conditional requests and requests for ranges from whole objects.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RangeGETs.html">How
 * CloudFront processes partial requests for an object</a>
 */
final class Ranges {

	private static final Pattern RANGE = Pattern.compile("(\\d{0,18})-(\\d{0,18})");

	private static final String NONE_MATCH = "If-None-Match";

	private Ranges() {
	}

	/** What the viewer gets of an answer. */
	static Answer apply(Request request, Answer answer) {
		if (answer.status() != 200 || !request.isRead()) {
			return answer;
		}
		if (unchanged(request.fields(), answer.fields())) {
			return answer.as(304)
				.with(answer.fields().without("Content-Length", "Content-Type", "Content-Encoding"))
				.with(new byte[0]);
		}
		String range = request.fields().text("Range");
		// CloudFront gives the whole of what it got in chunks.
		if (!range.startsWith("bytes=") || !answer.fields().has("Content-Length")
				|| !sameObject(request.fields(), answer.fields())) {
			return answer;
		}
		List<long[]> wanted = parse(range.substring(6), answer.body().length);
		if (wanted == null) {
			return answer;
		}
		return wanted.isEmpty() ? unsatisfiable(answer) : partial(answer, wanted);
	}

	private static boolean unchanged(Fields request, Fields answer) {
		if (request.has(NONE_MATCH)) {
			String etag = answer.text("ETag").replaceFirst("^W/", "");
			return request.text(NONE_MATCH).strip().equals("*")
					|| (!etag.isEmpty() && Arrays.stream(request.joined(NONE_MATCH).split(","))
						.anyMatch((each) -> each.strip().replaceFirst("^W/", "").equals(etag)));
		}
		Instant since = CacheControl.date(request.first("If-Modified-Since"));
		Instant modified = CacheControl.date(answer.first("Last-Modified"));
		return since != null && modified != null && !modified.isAfter(since);
	}

	private static boolean sameObject(Fields request, Fields answer) {
		String same = request.text("If-Range");
		return same.isEmpty() || (same.startsWith("\"") && same.equals(answer.text("ETag")))
				|| same.equals(answer.text("Last-Modified"));
	}

	/**
	 * The ranges of a header.
	 * @return null if it is not valid; empty if the object has none of them
	 */
	private static @Nullable List<long[]> parse(String header, long length) {
		List<long[]> ranges = new ArrayList<>();
		long last = -1;
		for (String each : header.split(",", -1)) {
			Matcher matcher = RANGE.matcher(each.strip());
			if (!matcher.matches() || each.strip().equals("-")) {
				return null;
			}
			boolean suffix = matcher.group(1).isEmpty();
			long first = suffix ? Math.max(0, length - Long.parseLong(matcher.group(2)))
					: Long.parseLong(matcher.group(1));
			long end = (suffix || matcher.group(2).isEmpty()) ? length - 1
					: Math.min(length - 1, Long.parseLong(matcher.group(2)));
			if (!suffix && !matcher.group(2).isEmpty() && Long.parseLong(matcher.group(2)) < first) {
				return null;
			}
			if (first >= length) {
				continue;
			}
			if (first <= last) {
				return null;
			}
			ranges.add(new long[] { first, end });
			last = end;
		}
		return ranges;
	}

	private static Answer unsatisfiable(Answer answer) {
		return Answer.page(416, "The requested range is not satisfiable.")
			.with(Fields.NONE.with("Content-Range", "bytes */" + answer.body().length)
				.with("Content-Type", "text/html"))
			.by(answer.result());
	}

	private static Answer partial(Answer answer, List<long[]> ranges) {
		if (ranges.size() == 1) {
			long[] range = ranges.get(0);
			return answer.as(206)
				.with(answer.fields().with("Content-Range", contentRange(range, answer)))
				.with(part(answer, range));
		}
		String boundary = Names.token(18);
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (long[] range : ranges) {
			body.writeBytes("--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
				.formatted(boundary, answer.fields().text("Content-Type"), contentRange(range, answer))
				.getBytes(StandardCharsets.ISO_8859_1));
			body.writeBytes(part(answer, range));
			body.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
		}
		body.writeBytes("--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.ISO_8859_1));
		return answer.as(206)
			.with(answer.fields().with("Content-Type", "multipart/byteranges; boundary=" + boundary))
			.with(body.toByteArray());
	}

	private static String contentRange(long[] range, Answer answer) {
		return "bytes %d-%d/%d".formatted(range[0], range[1], answer.body().length);
	}

	private static byte[] part(Answer answer, long[] range) {
		return Arrays.copyOfRange(answer.body(), (int) range[0], (int) range[1] + 1);
	}

}
