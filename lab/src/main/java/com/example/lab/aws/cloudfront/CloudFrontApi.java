package com.example.lab.aws.cloudfront;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.example.lab.aws.cloudfront.Invalidations.Invalidation;
import com.example.lab.network.LocalHttpServer;
import com.example.lab.standin.LabContext;
import com.sun.net.httpserver.HttpExchange;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/**
 * CloudFront's own API, as far as applications use it: invalidations, and the state of a
 * distribution. All servers find it by their environment.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html">CreateInvalidation</a>
 */
final class CloudFrontApi {

	/** Where AWS clients look for the service's address. */
	private static final String ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL_CLOUDFRONT";

	private static final Pattern PATH = Pattern
		.compile("/2020-05-31/distribution/([A-Z0-9]+)(/invalidation(?:/([A-Z0-9]+))?)?/?");

	private static final int MOST_BYTES = 1024 * 1024;

	private final Map<String, Distribution> distributions = new ConcurrentHashMap<>();

	private final LocalHttpServer server;

	private CloudFrontApi(LabContext lab) {
		this.server = new LocalHttpServer("cloudfront-api", "/", this::answer);
		lab.environment().put(ENDPOINT_VARIABLE, "http://127.0.0.1:%d".formatted(this.server.address().getPort()));
	}

	/** The one of a cloud; the first distribution reserves its port. */
	static CloudFrontApi of(LabContext lab) {
		return lab.shared(CloudFrontApi.class, () -> new CloudFrontApi(lab));
	}

	URI endpoint() {
		return URI.create("http://127.0.0.1:%d".formatted(this.server.address().getPort()));
	}

	void add(Distribution distribution) {
		this.distributions.put(distribution.ref(), distribution);
	}

	/** Ends with the last distribution. */
	void remove(Distribution distribution) {
		this.distributions.remove(distribution.ref());
		if (this.distributions.isEmpty()) {
			this.server.close();
		}
	}

	private void answer(HttpExchange exchange) throws IOException {
		Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
		try {
			if (!path.matches()) {
				throw new Fault(501, "NotImplemented", "The lab does not run this call of CloudFront's API");
			}
			Distribution distribution = this.distributions.get(path.group(1));
			if (distribution == null) {
				throw new Fault(404, "NoSuchDistribution", "The specified distribution does not exist.");
			}
			String call = exchange.getRequestMethod()
					+ ((path.group(2) == null) ? "" : (path.group(3) == null) ? " invalidations" : " invalidation");
			switch (call) {
				case "GET" -> send(exchange, 200, ApiXml.describe(distribution));
				case "POST invalidations" -> create(exchange, distribution);
				case "GET invalidations" -> send(exchange, 200, ApiXml.list(distribution.invalidations().list()));
				case "GET invalidation" -> {
					Invalidation found = distribution.invalidations().get(path.group(3));
					if (found == null) {
						throw new Fault(404, "NoSuchInvalidation", "The specified invalidation does not exist.");
					}
					send(exchange, 200, ApiXml.describe(found));
				}
				default -> throw new Fault(501, "NotImplemented", "The lab does not run this call");
			}
		}
		catch (Fault ex) {
			send(exchange, ex.status, """
					<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>\
					<RequestId>%s</RequestId></ErrorResponse>""".formatted(ex.code,
					ApiXml.escaped(String.valueOf(ex.getMessage())), Names.token(20)));
		}
	}

	private static void create(HttpExchange exchange, Distribution distribution) throws IOException, Fault {
		Document batch = batch(exchange.getRequestBody().readNBytes(MOST_BYTES));
		List<String> paths = ApiXml.texts(batch, "Path");
		List<String> reference = ApiXml.texts(batch, "CallerReference");
		List<String> quantity = ApiXml.texts(batch, "Quantity");
		if (paths.isEmpty() || reference.isEmpty()) {
			throw new Fault(400, "MissingBody", "Paths and CallerReference are needed.");
		}
		if (!quantity.equals(List.of(Integer.toString(paths.size())))) {
			throw new Fault(400, "InconsistentQuantities", "Quantity and the number of paths differ.");
		}
		for (String path : paths) {
			if (!path.startsWith("/") || path.indexOf('*') >= 0 && path.indexOf('*') != path.length() - 1) {
				throw new Fault(400, "InvalidArgument",
						"Your request contains a caller reference or a path that is not valid: " + path);
			}
		}
		Invalidation made = distribution.invalidate(reference.get(0), paths);
		exchange.getResponseHeaders()
			.add("Location", "https://cloudfront.amazonaws.com/2020-05-31/distribution/%s/invalidation/%s"
				.formatted(distribution.ref(), made.id()));
		send(exchange, 201, ApiXml.describe(made));
	}

	private static Document batch(byte[] body) throws IOException, Fault {
		try {
			return ApiXml.parse(body);
		}
		catch (SAXException ex) {
			throw new Fault(400, "MissingBody", "The body is no XML.");
		}
	}

	private static void send(HttpExchange exchange, int status, String xml) throws IOException {
		byte[] body = ("<?xml version=\"1.0\"?>\n" + xml).getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("Content-Type", "text/xml");
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
	}

	/** An error of the API. */
	private static final class Fault extends Exception {

		private static final long serialVersionUID = 1L;

		private final int status;

		private final String code;

		Fault(int status, String code, String message) {
			super(message);
			this.status = status;
			this.code = code;
		}

	}

}
