package com.example.postcards.timeline;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.example.postcards.DatabaseTest;
import com.example.postcards.postcard.Postcard;
import com.example.postcards.web.Page;
import com.example.postcards.web.PageRequest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sixty authors with about 200 postcards each, some more, some fewer. The reader follows
 * fifty of them.
 */
@DatabaseTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimelineTests {

	private static final int FOLLOWED = 50;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private DataSource dataSource;

	@Autowired
	private Timeline timeline;

	private long reader;

	@BeforeAll
	void post(@Autowired EmbeddedPostgres postgres) throws SQLException {
		this.reader = this.jdbc.sql("""
				insert into account (handle, email)
				select 'author_' || n, 'author_' || n || '@example.com' from generate_series(0, 2000) n
				returning id""").query(Long.class).list().get(0);
		// Enough rows that reading them all is never the cheapest way to a page of
		// authors.
		insert("""
				insert into account (handle, email)
				select 'other_' || n, 'other_' || n || '@example.com' from generate_series(1, 50000) n""");
		// The same at random each time: how many rows are read depends on it.
		insert("""
				with seed as materialized (select setseed(0.5))
				insert into postcard (author_id, message, photo)
				select :reader + 1 + floor(60 * random() ^ 2), 'Hello', false from seed, generate_series(1, 12000)""");
		insert("insert into follow select :reader, :reader + n from generate_series(1, 50) n");
		insert("""
				insert into follow select :reader + n, :reader + n - k
				from generate_series(10, 2000) n, generate_series(1, 10) k""");
		insert("""
				insert into postcard_like select postcard.id, :reader + postcard.id % 97 + n
				from postcard, generate_series(0, 1) n where author_id > :reader""");
		// As many as before the first has moved.
		insert("insert into photo select id, 'jpeg' from postcard where author_id > :reader");
		// The application's user owns no table.
		try (Connection owner = postgres.getPostgresDatabase().getConnection();
				Statement statement = owner.createStatement()) {
			statement.execute("vacuum analyze");
		}
	}

	private void insert(String sql) {
		this.jdbc.sql(sql).param("reader", this.reader).update();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 20, 100 })
	void pagesTogetherAreWhatThoseIFollowPosted(int limit) {
		List<Long> expected = this.jdbc.sql("""
				select id from postcard where author_id between :reader and :reader + :followed
				order by id desc limit 1000""")
			.param("reader", this.reader)
			.param("followed", FOLLOWED)
			.query(Long.class)
			.list();
		List<Long> found = new ArrayList<>();
		Long before = null;
		while (found.size() < expected.size() / 2) {
			Page<Postcard> page = page(before, limit);
			assertThat(page.items()).hasSize(limit);
			page.items().forEach((postcard) -> found.add(postcard.id()));
			before = Long.valueOf(String.valueOf(page.next()));
		}
		assertThat(found).isEqualTo(expected.subList(0, found.size()));
	}

	@Test
	void theLastPageHasNoNext() {
		long fifth = this.jdbc.sql("""
				select id from postcard where author_id between :reader and :reader + :followed
				order by id limit 1 offset 5""")
			.param("reader", this.reader)
			.param("followed", FOLLOWED)
			.query(Long.class)
			.single();
		assertThat(page(fifth, 5)).satisfies((page) -> {
			assertThat(page.items()).hasSize(5);
			assertThat(page.next()).isNull();
		});
	}

	@ParameterizedTest
	@CsvSource({ "force_generic_plan, 21", "force_generic_plan, 101", "force_custom_plan, 21",
			"force_custom_plan, 101" })
	void readsFewRowsAndThoseByIndex(String planMode, int limit) throws Exception {
		JsonNode plan = explain(planMode, limit);
		List<JsonNode> scans = scans(plan, new ArrayList<>());
		assertThat(scans).isNotEmpty()
			.allSatisfy((scan) -> assertThat(scan.get("Node Type").asString()).isNotEqualTo("Seq Scan"));
		double read = scans.stream()
			.filter((scan) -> scan.get("Relation Name").asString().equals("postcard"))
			.mapToDouble((scan) -> scan.get("Actual Rows").asDouble() * scan.get("Actual Loops").asDouble())
			.sum();
		assertThat(read).isBetween((double) limit, FOLLOWED + 1 + 3.0 * limit);
	}

	private Page<Postcard> page(@Nullable Long before, int limit) {
		PageRequest request = new PageRequest(before, limit);
		return Page.of(this.timeline.of(this.reader, request), request, Postcard::id);
	}

	private JsonNode explain(String planMode, int limit) throws Exception {
		String sql = new ClassPathResource("sql/timeline.sql").getContentAsString(StandardCharsets.UTF_8);
		Map<String, Object> parameters = Map.of("me", this.reader, "before", Long.MAX_VALUE, "limit", limit);
		Object[] values = NamedParameterUtils.buildValueArray(sql, parameters);
		String numbered = NamedParameterUtils.substituteNamedParameters(sql, new MapSqlParameterSource(parameters));
		for (int i = 1; i <= values.length; i++) {
			numbered = numbered.replaceFirst("\\?", "\\$" + i);
		}
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("set plan_cache_mode = " + planMode);
			statement.execute("prepare timeline as " + numbered);
			ResultSet row = statement.executeQuery("explain (analyze, format json) execute timeline (%s)"
				.formatted(StringUtils.arrayToCommaDelimitedString(values)));
			row.next();
			String plan = row.getString(1);
			statement.execute("deallocate timeline");
			statement.execute("reset plan_cache_mode");
			return new JsonMapper().readTree(plan).get(0).get("Plan");
		}
	}

	private static List<JsonNode> scans(JsonNode plan, List<JsonNode> found) {
		if (plan.has("Relation Name")) {
			found.add(plan);
		}
		plan.path("Plans").forEach((child) -> scans(child, found));
		return found;
	}

}
