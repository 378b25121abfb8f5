package com.example.contract;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import com.example.contract.Postcards.Page;
import com.example.contract.Postcards.Postcard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lists come in pages, and a walk through them sees each item once while others post.
 */
abstract class PagingContract extends FeatureContract {

	private static final int ITEMS = 23;

	private final Postcards ada = member();

	private final Postcards bob = member();

	private final List<String> lists = List.of("/api/timeline", "/api/notifications",
			"/api/accounts/" + this.ada.me().handle() + "/postcards");

	PagingContract(URI address) {
		super(address);
		for (int i = 0; i < ITEMS; i++) {
			this.bob.like(this.ada.post("Postcard " + i).id());
		}
		soon(() -> assertThat(ids(this.ada, "/api/notifications?limit=100")).hasSize(ITEMS));
	}

	Stream<String> lists() {
		return this.lists.stream();
	}

	@ParameterizedTest
	@MethodSource("lists")
	void aPageHolds20ItemsByDefault(String list) {
		assertThat(ids(this.ada, list)).hasSize(20);
		assertThat(ids(this.ada, list + "?limit=1")).hasSize(1);
		assertThat(ids(this.ada, list + "?limit=100")).hasSize(ITEMS);
	}

	@ParameterizedTest
	@MethodSource("lists")
	void pagesFollowEachOtherToTheLast(String list) {
		List<String> all = ids(this.ada, list + "?limit=100");
		assertThat(all).doesNotHaveDuplicates();
		assertThat(walk(this.ada, list, 7)).isEqualTo(all);
		assertThat(walk(this.ada, list, 1)).isEqualTo(all);
	}

	@ParameterizedTest
	@MethodSource("lists")
	void theLastPageSaysSoEvenIfItIsFull(String list) {
		JsonNode page = this.ada.send("GET", list + "?limit=" + ITEMS).expect(200).json();
		assertThat(page.propertyNames()).containsExactlyInAnyOrder("items", "next");
		assertThat(page.get("next").isNull()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("lists")
	void anEndOfTheListIsAnEmptyPage(String list) {
		assertThat(ids(this.ada, list + "?before=1")).isEmpty();
		assertThat(ids(this.ada, list + "?before=9223372036854775807")).hasSize(20);
	}

	@ParameterizedTest
	@ValueSource(strings = { "limit=0", "limit=-1", "limit=101", "limit=abc", "limit=1.5", "limit=2147483648",
			"limit=99999999999999999999", "limit=1%20OR%201=1", "limit=%00", "before=abc", "before=-1",
			"before=9223372036854775808", "before=1;DROP%20TABLE%20postcard", "before=1%27--", "before=%00" })
	void refusesWhatIsOutOfRangeOrNoNumber(String query) {
		for (String list : this.lists) {
			assertProblem(this.ada.send("GET", list + "?" + query), 400);
		}
	}

	@Test
	void aPageGoesOnAfterItsLastPostcardWasDeleted() {
		Postcards cleo = member();
		List<String> posted = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			posted.add(0, cleo.post("Postcard " + i).id());
		}
		Page<Postcard> first = cleo.postcardsAt("/api/timeline?limit=2");
		cleo.delete(posted.get(1));
		assertThat(cleo.postcardsAt("/api/timeline?limit=2&before=" + first.next()).items()).extracting(Postcard::id)
			.containsExactly(posted.get(2), posted.get(3));
	}

	@Test
	void aWalkMissesAndDoublesNothingWhileOthersPost() throws Exception {
		Postcards reader = member();
		List<Postcards> authors = List.of(member(), member());
		List<String> before = new ArrayList<>();
		for (Postcards author : authors) {
			reader.follow(author.me().handle());
		}
		for (int i = 0; i < 30; i++) {
			before.add(0, authors.get(i % 2).post("Before " + i).id());
		}
		soon(() -> assertThat(ids(reader, "/api/timeline?limit=100")).isEqualTo(before));

		AtomicBoolean walking = new AtomicBoolean(true);
		List<Callable<List<String>>> calls = new ArrayList<>();
		for (Postcards author : authors) {
			calls.add(() -> postWhile(author, walking));
		}
		calls.add(() -> walks(reader, before, walking));
		List<List<String>> results = atOnce(calls);

		List<String> everything = new ArrayList<>(before);
		everything.addAll(results.get(0));
		everything.addAll(results.get(1));
		assertThat(everything).hasSizeGreaterThan(before.size() + 4);
		soon(() -> assertThat(walk(reader, "/api/timeline", 5)).containsExactlyInAnyOrderElementsOf(everything));
	}

	private static List<String> postWhile(Postcards author, AtomicBoolean walking) {
		List<String> posted = new ArrayList<>();
		while (walking.get() && posted.size() < 500) {
			posted.add(author.post("While walking " + posted.size()).id());
		}
		return posted;
	}

	private static List<String> walks(Postcards reader, List<String> before, AtomicBoolean walking) {
		try {
			for (int limit = 3; limit < 8; limit++) {
				List<String> seen = walk(reader, "/api/timeline", limit);
				assertThat(seen).doesNotHaveDuplicates().endsWith(before.toArray(String[]::new));
			}
			return List.of();
		}
		finally {
			walking.set(false);
		}
	}

	private static List<String> walk(Postcards reader, String list, int limit) {
		List<String> ids = new ArrayList<>();
		@Nullable String next = null;
		do {
			String before = (next != null) ? "&before=" + next : "";
			JsonNode page = reader.send("GET", list + "?limit=" + limit + before).expect(200).json();
			ids.addAll(idsOf(page));
			assertThat(ids).as("items of a walk that comes to no end").hasSizeLessThan(10_000);
			next = page.get("next").isNull() ? null : page.get("next").stringValue();
		}
		while (next != null);
		return ids;
	}

	private static List<String> ids(Postcards reader, String pathAndQuery) {
		return idsOf(reader.send("GET", pathAndQuery).expect(200).json());
	}

	private static List<String> idsOf(JsonNode page) {
		return page.get("items").values().stream().map((item) -> item.get("id").stringValue()).toList();
	}

}
