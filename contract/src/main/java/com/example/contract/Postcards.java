package com.example.contract;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * One visitor of Postcards over HTTP, with cookies of its own. Visitors share
 * connections, as browsers behind one proxy do. Safe for use by several threads.
 * <p>
 * Calls throw {@link RefusedException} when the answer is not the call's success, and
 * {@link UncheckedIOException} when there is no answer in time.
 */
public final class Postcards {

	/** The password of every {@link #member}. */
	public static final String PASSWORD = "correct horse battery staple";

	private static final HttpClient HTTP = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final URI address;

	private final Duration timeout;

	private final Cookies cookies = new Cookies();

	/**
	 * A visitor who waits up to 30 seconds for an answer.
	 */
	public Postcards(URI address) {
		this(address, Duration.ofSeconds(30));
	}

	/**
	 * A visitor.
	 * @param address where Postcards is, without a path
	 * @param timeout the time from the start of a request to the last byte of its answer
	 */
	public Postcards(URI address, Duration timeout) {
		this.address = address;
		this.timeout = timeout;
	}

	/**
	 * A new visitor who has an account with a unique handle and is signed in.
	 */
	public static Postcards member(URI address) {
		Postcards visitor = new Postcards(address);
		Me me = visitor.signUp(uniqueHandle());
		visitor.signIn(me.email(), PASSWORD);
		return visitor;
	}

	/**
	 * A handle that no account has.
	 */
	public static String uniqueHandle() {
		return "u" + new BigInteger(128, ThreadLocalRandom.current()).toString(36);
	}

	/**
	 * Makes an account with the handle, {@code handle@example.com} and {@link #PASSWORD}.
	 */
	public Me signUp(String handle) {
		return signUp(handle, handle + "@example.com", PASSWORD);
	}

	/**
	 * Makes an account; does not sign in.
	 */
	public Me signUp(String handle, String email, String password) {
		Map<String, String> account = Map.of("handle", handle, "email", email, "password", password);
		return send("POST", "/api/accounts", account).expect(201).as(Me.class);
	}

	/**
	 * Signs in: later calls of this visitor are those of the account.
	 */
	public Me signIn(String email, String password) {
		Map<String, String> session = Map.of("email", email, "password", password);
		return send("POST", "/api/session", session).expect(200).as(Me.class);
	}

	/**
	 * Signs out.
	 */
	public void signOut() {
		send("DELETE", "/api/session").expect(204);
	}

	/**
	 * The account that is signed in.
	 */
	public Me me() {
		return send("GET", "/api/me").expect(200).as(Me.class);
	}

	/**
	 * Posts a postcard without a photo.
	 */
	public Postcard post(String message) {
		return post(message, null);
	}

	/**
	 * Posts a postcard.
	 */
	public Postcard post(String message, @Nullable Photo photo) {
		return send(posting(message, photo)).expect(201).as(Postcard.class);
	}

	/**
	 * The request that posts a postcard.
	 */
	public HttpRequest.Builder posting(String message, @Nullable Photo photo) {
		Multipart body = new Multipart().field("message", message);
		if (photo != null) {
			body.file("photo", photo);
		}
		return body.postTo(request("/api/postcards"));
	}

	/**
	 * The postcard with the id.
	 */
	public Postcard postcard(String id) {
		return send("GET", "/api/postcards/" + id).expect(200).as(Postcard.class);
	}

	/**
	 * Deletes a postcard of one's own.
	 */
	public void delete(String id) {
		send("DELETE", "/api/postcards/" + id).expect(204);
	}

	/**
	 * The photo at the path that a postcard names, as JPEG.
	 */
	public byte[] photo(String path) {
		return send("GET", path).expect(200).body();
	}

	/**
	 * The profile of an account.
	 */
	public Profile profile(String handle) {
		return send("GET", "/api/accounts/" + handle).expect(200).as(Profile.class);
	}

	/**
	 * The first page of what an account posted.
	 */
	public Page<Postcard> postcards(String handle) {
		return postcardsAt("/api/accounts/" + handle + "/postcards");
	}

	/**
	 * Follows an account.
	 */
	public void follow(String handle) {
		send("PUT", "/api/follows/" + handle).expect(204);
	}

	/**
	 * Stops following an account.
	 */
	public void unfollow(String handle) {
		send("DELETE", "/api/follows/" + handle).expect(204);
	}

	/**
	 * Likes a postcard.
	 */
	public void like(String id) {
		send("PUT", "/api/postcards/" + id + "/like").expect(204);
	}

	/**
	 * Takes the like of a postcard back.
	 */
	public void unlike(String id) {
		send("DELETE", "/api/postcards/" + id + "/like").expect(204);
	}

	/**
	 * The first page of the timeline.
	 */
	public Page<Postcard> timeline() {
		return postcardsAt("/api/timeline");
	}

	/**
	 * The page of postcards at a path with its query.
	 */
	public Page<Postcard> postcardsAt(String pathAndQuery) {
		return send("GET", pathAndQuery).expect(200).asPageOf(Postcard.class);
	}

	/**
	 * The first page of notifications.
	 */
	public Page<Notification> notifications() {
		return send("GET", "/api/notifications").expect(200).asPageOf(Notification.class);
	}

	/**
	 * Where the request ran.
	 */
	public Where where() {
		return send("GET", "/api/where").expect(200).as(Where.class);
	}

	/**
	 * The value of a cookie that this visitor holds, or null.
	 */
	public @Nullable String cookie(String name) {
		return this.cookies.get(name);
	}

	/**
	 * All cookies that this visitor holds, as in a request: those of what stands before
	 * Postcards, too.
	 */
	public String cookies() {
		return this.cookies.header();
	}

	/**
	 * Starts a request to the path, for {@link #send(HttpRequest.Builder)}.
	 */
	public HttpRequest.Builder request(String pathAndQuery) {
		return HttpRequest.newBuilder(this.address.resolve(pathAndQuery)).timeout(this.timeout);
	}

	/**
	 * Sends a request without a body, whatever the answer.
	 */
	public Answer send(String method, String pathAndQuery) {
		return send(request(pathAndQuery).method(method, BodyPublishers.noBody()));
	}

	/**
	 * Sends a value as JSON, whatever the answer.
	 */
	public Answer send(String method, String pathAndQuery, Object json) {
		byte[] body = Answer.JSON.writeValueAsBytes(json);
		return send(request(pathAndQuery).header("Content-Type", "application/json")
			.method(method, BodyPublishers.ofByteArray(body)));
	}

	/**
	 * Sends a request with the cookies of this visitor and, where the method needs one, a
	 * CSRF token, unless the request has its own; keeps the cookies of the answer.
	 */
	public Answer send(HttpRequest.Builder request) {
		if (this.cookies.lackTokenFor(request.build())) {
			send("GET", "/api/where");
		}
		Answer answer = exchange(complete(request));
		this.cookies.keep(answer.headers());
		return answer;
	}

	/**
	 * The request with the cookies and the CSRF token of this visitor, unless it has its
	 * own.
	 */
	public HttpRequest.Builder complete(HttpRequest.Builder request) {
		return this.cookies.addTo(request);
	}

	/**
	 * Sends a request exactly as it is: no cookies, no token, nothing kept.
	 */
	public Answer exchange(HttpRequest.Builder request) {
		HttpRequest given = request.build();
		CompletableFuture<HttpResponse<byte[]>> pending = HTTP.sendAsync(given, BodyHandlers.ofByteArray());
		try {
			// The request's own timeout ends with the response headers.
			HttpResponse<byte[]> response = pending.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			return new Answer(given.method() + " " + given.uri(), response.statusCode(), response.headers(),
					response.body());
		}
		catch (ExecutionException ex) {
			throw new UncheckedIOException((ex.getCause() instanceof IOException cause) ? cause : new IOException(ex));
		}
		catch (TimeoutException ex) {
			pending.cancel(true);
			throw new UncheckedIOException(new HttpTimeoutException("no answer within " + this.timeout));
		}
		catch (InterruptedException ex) {
			pending.cancel(true);
			Thread.currentThread().interrupt();
			throw new UncheckedIOException(new InterruptedIOException("interrupted while waiting for an answer"));
		}
	}

	/**
	 * The account that is signed in.
	 */
	public record Me(String handle, String email) {
	}

	/**
	 * The public part of an account.
	 */
	public record Profile(String handle, long postcards, long followers, long following, boolean followedByMe) {
	}

	/**
	 * A postcard, as the visitor sees it.
	 */
	public record Postcard(String id, String author, String message, @Nullable String photo, Instant createdAt,
			long likes, boolean likedByMe) {
	}

	/**
	 * News for the account that is signed in: a {@code like} or a {@code follow}.
	 */
	public record Notification(String id, String type, String from, @Nullable String postcard, Instant createdAt) {
	}

	/**
	 * Where a request ran; has more members at later stages.
	 */
	public record Where(String instance, Database database) {

		/**
		 * The database that served the request.
		 */
		public record Database(String node, String role) {
		}

	}

	/**
	 * One page of a list, newest first.
	 *
	 * @param next goes into {@code ?before=} for the next page; null on the last
	 */
	public record Page<T>(List<T> items, @Nullable String next) {
	}

}
