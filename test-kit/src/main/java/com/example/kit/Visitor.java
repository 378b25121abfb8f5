package com.example.kit;

import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;

/**
 * A client that behaves as a browser: it keeps cookies and sends the CSRF token.
 */
public final class Visitor {

	/** Of all visitors. */
	public static final String PASSWORD = "correct horse battery staple";

	private static final AtomicLong people = new AtomicLong();

	private final CookieManager cookies = new CookieManager();

	private final RestClient client;

	private final String handle = "visitor_" + people.incrementAndGet();

	/**
	 * A visitor who is not signed in.
	 * @param port of the application, on this computer
	 */
	public Visitor(int port) {
		HttpClient http = HttpClient.newBuilder().cookieHandler(this.cookies).build();
		this.client = RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory(http))
			.baseUrl("http://127.0.0.1:" + port)
			.defaultStatusHandler((status) -> true, (request, response) -> {
			})
			.build();
		get("/api/where");
	}

	/**
	 * A visitor who has signed up and in.
	 * @param port of the application, on this computer
	 */
	public static Visitor signedIn(int port) {
		Visitor visitor = new Visitor(port);
		visitor.signUp();
		visitor.signIn(PASSWORD);
		return visitor;
	}

	public String handle() {
		return this.handle;
	}

	public String email() {
		return this.handle + "@example.com";
	}

	/**
	 * The value of a cookie.
	 */
	public Optional<String> cookie(String name) {
		return this.cookies.getCookieStore()
			.getCookies()
			.stream()
			.filter((cookie) -> cookie.getName().equals(name))
			.map(HttpCookie::getValue)
			.findFirst();
	}

	/**
	 * Signs out without a request.
	 */
	public void forgetCookies() {
		this.cookies.getCookieStore().removeAll();
	}

	public ResponseEntity<String> signUp() {
		return send(HttpMethod.POST, "/api/accounts",
				Map.of("handle", this.handle, "email", email(), "password", PASSWORD));
	}

	public ResponseEntity<String> signIn(String password) {
		return send(HttpMethod.POST, "/api/session", Map.of("email", email(), "password", password));
	}

	public ResponseEntity<String> get(String path) {
		return send(HttpMethod.GET, path, null);
	}

	/**
	 * Sends a request.
	 * @param json the body, null for none
	 */
	public ResponseEntity<String> send(HttpMethod method, String path, @Nullable Object json) {
		return send(method, path, json, MediaType.APPLICATION_JSON, Map.of());
	}

	/**
	 * Writes a postcard.
	 * @param photo null for none
	 */
	public ResponseEntity<String> post(String message, byte @Nullable [] photo) {
		return post(message, photo, Map.of());
	}

	/**
	 * Writes a postcard.
	 * @param photo null for none
	 * @param headers of the request
	 */
	public ResponseEntity<String> post(String message, byte @Nullable [] photo, Map<String, String> headers) {
		MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
		parts.add("message", message);
		if (photo != null) {
			parts.add("photo", new ByteArrayResource(photo) {

				@Override
				public String getFilename() {
					return "photo";
				}

			});
		}
		return send(HttpMethod.POST, "/api/postcards", parts, MediaType.MULTIPART_FORM_DATA, headers);
	}

	private ResponseEntity<String> send(HttpMethod method, String path, @Nullable Object body, MediaType type,
			Map<String, String> headers) {
		RestClient.RequestBodySpec request = this.client.method(method)
			.uri(path)
			.accept(MediaType.TEXT_HTML, MediaType.ALL);
		cookie("XSRF-TOKEN").ifPresent((token) -> request.header("X-XSRF-TOKEN", token));
		headers.forEach(request::header);
		if (body != null) {
			request.contentType(type).body(body);
		}
		return request.retrieve().toEntity(String.class);
	}

}
