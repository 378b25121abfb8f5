package com.example.contract;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

import com.example.contract.Postcards.Postcard;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Postcards: sending, reading, deleting.
 */
abstract class PostcardContract extends FeatureContract {

	private final Postcards ada = member();

	private final String adaHandle = this.ada.me().handle();

	private final Postcards bob = member();

	PostcardContract(URI address) {
		super(address);
	}

	@Test
	void aPostcardComesBackAsItWasSent() {
		Answer answer = post("Hello from the lake");

		JsonNode json = answer.expect(201).json();
		assertThat(json.propertyNames()).containsExactlyInAnyOrder("id", "author", "message", "photo", "createdAt",
				"likes", "likedByMe");
		assertThat(json.get("id").isString()).isTrue();
		assertThat(json.get("photo").isNull()).isTrue();
		assertThat(json.get("createdAt").stringValue()).endsWith("Z");
		Postcard postcard = answer.as(Postcard.class);
		assertThat(postcard.id()).matches("[0-9]+");
		assertThat(answer.header("Location")).endsWith("/api/postcards/" + postcard.id());
		assertThat(postcard.createdAt()).isBetween(Instant.now().minus(Duration.ofMinutes(5)),
				Instant.now().plus(Duration.ofMinutes(5)));
		assertThat(postcard).isEqualTo(new Postcard(postcard.id(), this.adaHandle, "Hello from the lake", null,
				postcard.createdAt(), 0, false));
		assertThat(this.ada.postcard(postcard.id())).isEqualTo(postcard);
	}

	@Test
	void aPostcardIsPublic() {
		Postcard postcard = this.ada.post("Hello, all");
		assertThat(visitor().postcard(postcard.id())).isEqualTo(postcard);
		assertThat(visitor().postcards(this.adaHandle).items()).contains(postcard);
	}

	@Test
	void yourOwnPostcardsAreNewestFirst() {
		Postcards cleo = member();
		List<Postcard> posted = List.of(cleo.post("one"), cleo.post("two"), cleo.post("three"));
		Postcards.Page<Postcard> page = visitor().postcards(cleo.me().handle());
		assertThat(page.items()).containsExactly(posted.get(2), posted.get(1), posted.get(0));
		assertThat(page.next()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "two\nlines\tand a tab", "😀", "👩‍👩‍👧‍👦 e\u0301 שלום \u202e",
			"{\"message\": \"not JSON\"}", "<img src=x onerror=alert(1)>", "'; DROP TABLE postcard; --",
			"${jndi:x} #{7*7} %s %n" })
	void takesAnyTextVerbatim(String message) {
		Postcard postcard = this.ada.post(message);
		assertThat(postcard.message()).isEqualTo(message);
		assertThat(this.ada.postcard(postcard.id()).message()).isEqualTo(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "é", "😀" })
	void takes500CodePointsAndNoMore(String character) {
		String longest = character.repeat(500);
		assertThat(this.ada.postcard(this.ada.post(longest).id()).message()).isEqualTo(longest);
		assertFieldProblem(post(longest + character), "message");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", " \n\t ", "a\u0000b" })
	void refusesAMessageThatIsBlankOrHoldsNul(String message) {
		assertFieldProblem(post(message), "message");
	}

	@Test
	void refusesAPostcardWithoutAMessage() {
		Multipart body = new Multipart().file("photo", Pictures.jpeg(20, 20));
		assertProblem(this.ada.send(body.postTo(this.ada.request("/api/postcards"))), 400);
	}

	@Test
	void aDeletedPostcardIsGoneEverywhere() {
		Postcard postcard = this.ada.post("Soon gone", Pictures.jpeg(20, 20));
		long before = this.ada.profile(this.adaHandle).postcards();
		this.bob.like(postcard.id());

		this.ada.delete(postcard.id());

		String path = "/api/postcards/" + postcard.id();
		assertProblem(this.ada.send("GET", path), 404);
		assertProblem(this.ada.send("DELETE", path), 404);
		assertProblem(this.bob.send("PUT", path + "/like"), 404);
		assertProblem(this.bob.send("DELETE", path + "/like"), 404);
		// An edge that has it gets an invalidation first.
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> this.ada.send("GET", String.valueOf(postcard.photo())).status() == 404);
		assertThat(this.ada.timeline().items()).extracting(Postcard::id).doesNotContain(postcard.id());
		assertThat(this.ada.postcards(this.adaHandle).items()).extracting(Postcard::id).doesNotContain(postcard.id());
		soon(() -> assertThat(this.ada.notifications().items()).extracting(Postcards.Notification::postcard)
			.doesNotContain(postcard.id()));
		assertThat(this.ada.profile(this.adaHandle).postcards()).isEqualTo(before - 1);
	}

	@Test
	void onlyTheAuthorDeletesAPostcard() {
		Postcard postcard = this.ada.post("Mine", Pictures.jpeg(20, 20));
		assertProblem(this.bob.send("DELETE", "/api/postcards/" + postcard.id()), 403);
		assertThat(this.bob.postcard(postcard.id())).isEqualTo(postcard);
		assertThat(this.bob.photo(String.valueOf(postcard.photo()))).isNotEmpty();
	}

	@Test
	void deletingAtOnceDeletesOnce() throws Exception {
		String path = "/api/postcards/" + this.ada.post("Soon gone").id();
		long before = this.ada.profile(this.adaHandle).postcards();
		Callable<Integer> delete = () -> this.ada.send("DELETE", path).status();
		Callable<Integer> like = () -> this.bob.send("PUT", path + "/like").status();

		List<Integer> statuses = atOnce(List.of(delete, like, delete, like, delete));

		assertThat(statuses).containsOnly(204, 404);
		assertThat(List.of(statuses.get(0), statuses.get(2), statuses.get(4))).containsExactlyInAnyOrder(204, 404, 404);
		assertProblem(this.ada.send("GET", path), 404);
		assertThat(this.ada.profile(this.adaHandle).postcards()).isEqualTo(before - 1);
	}

	private Answer post(String message) {
		return this.ada.send(new Multipart().field("message", message).postTo(this.ada.request("/api/postcards")));
	}

}
