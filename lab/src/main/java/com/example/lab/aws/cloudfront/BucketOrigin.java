package com.example.lab.aws.cloudfront;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.example.lab.localstack.LocalStack;
import tools.jackson.databind.JsonNode;

/**
 * A bucket in LocalStack's S3 as an origin: access is decided here, by the policy of the
 * template.
 */
final class BucketOrigin {

	/** Of REST endpoints; that of a website is a custom origin. */
	private static final Pattern DOMAIN = Pattern.compile("([a-z0-9][a-z0-9.-]*?)\\.s3([.-][a-z0-9-]+)?\\..+");

	private static final String ACCESS_DENIED = """
			<?xml version="1.0" encoding="UTF-8"?>
			<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>%s</RequestId></Error>""";

	private final LocalStack localStack;

	private final OriginClient client;

	private final Function<String, JsonNode> policies;

	/**
	 * Buckets of one account.
	 * @param localStack where they are
	 * @param client sends the requests
	 * @param policies the policy of a bucket by its name; a missing node for none
	 */
	BucketOrigin(LocalStack localStack, OriginClient client, Function<String, JsonNode> policies) {
		this.localStack = localStack;
		this.client = client;
		this.policies = policies;
	}

	/**
	 * The name of the bucket that a domain name leads to.
	 * @param property where the name stands
	 * @throws IllegalArgumentException if its domain is none of a bucket
	 */
	static String bucket(String property, String domain) {
		Matcher matcher = DOMAIN.matcher(domain);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"%s DistributionConfig/%s: %s is no domain name of a bucket; the lab reaches none outside."
						.formatted(DistributionSettings.TYPE, property, domain));
		}
		return matcher.group(1);
	}

	/**
	 * Sends a request.
	 * @param distribution the ARN of the distribution if it signs; empty if it does not
	 */
	Answer send(OriginSettings origin, Request request, String distribution) throws OriginFailure {
		String bucket = bucket("Origins", origin.domain());
		String arn = "arn:aws:s3:::" + bucket;
		BucketPolicy policy = new BucketPolicy(this.policies.apply(bucket), distribution);
		String key = key(request.path());
		boolean lists = policy.allows("s3:ListBucket", arn);
		if (key.isEmpty() ? !lists : !policy.allows(action(request.method()), arn + "/" + key)) {
			return denied(request);
		}
		Answer answer = this.client.send(endpoint(bucket), signed(request), origin);
		// Without it S3 does not say which keys there are.
		return (answer.status() == 404 && !lists) ? denied(request) : answer;
	}

	private static String action(String method) {
		return switch (method) {
			case "PUT", "POST" -> "s3:PutObject";
			case "DELETE" -> "s3:DeleteObject";
			default -> "s3:GetObject";
		};
	}

	/** A plus sign is no blank in a path. */
	private static String key(String path) {
		try {
			return URLDecoder.decode(path.replaceFirst("^/", "").replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return path.substring(1);
		}
	}

	private Endpoint endpoint(String bucket) {
		URI there = this.localStack.endpoint();
		// The key alone is in the path then, whatever dots it has.
		String host = "%s.s3.%s.localhost.localstack.cloud:%d".formatted(bucket, this.localStack.region(),
				there.getPort());
		return new Endpoint(new InetSocketAddress(there.getHost(), there.getPort()), false, host, null);
	}

	/** LocalStack takes the account from it, and checks nothing. */
	private Request signed(Request request) {
		String day = LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE.withLocale(Locale.ROOT));
		Fields fields = request.fields().only((name) -> !name.startsWith("x-amz-") && !name.equals("cookie"));
		return request.with(fields.with("Authorization",
				"AWS4-HMAC-SHA256 Credential=%s/%s/%s/s3/aws4_request, SignedHeaders=host, Signature=%s"
					.formatted(this.localStack.account(), day, this.localStack.region(), "0".repeat(64))));
	}

	private static Answer denied(Request request) {
		String id = Names.id('0', 16);
		byte[] body = request.method().equals("HEAD") ? new byte[0]
				: ACCESS_DENIED.formatted(id).getBytes(StandardCharsets.UTF_8);
		Fields fields = Fields.NONE.with("Content-Type", "application/xml")
			.with("Server", "AmazonS3")
			.with("x-amz-request-id", id);
		return new Answer(403, fields, body, Answer.Result.MISS);
	}

}
