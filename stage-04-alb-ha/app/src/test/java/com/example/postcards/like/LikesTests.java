package com.example.postcards.like;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.example.postcards.DatabaseTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

@DatabaseTest
class LikesTests {

	private static final int PEOPLE = 8;

	@Autowired
	private Likes likes;

	@Autowired
	private JdbcClient jdbc;

	private List<Long> people;

	private long postcard;

	@BeforeEach
	void post() {
		this.people = IntStream.range(0, PEOPLE).mapToObj((i) -> insert("""
				insert into account (handle, email)
				values (gen_random_uuid(), gen_random_uuid()) returning id""")).toList();
		this.postcard = insert(
				"insert into postcard (author_id, message, photo) values (%d, 'Hello', false) returning id"
					.formatted(this.people.get(0)));
	}

	@Test
	void manyAtOnceAreCountedOnceEach() throws Exception {
		atOnce((account) -> this.likes.add(this.postcard, account));
		assertThat(counter()).isEqualTo(PEOPLE).isEqualTo(rows());
		assertThat(notifications()).isEqualTo(PEOPLE - 1);
		atOnce((account) -> this.likes.remove(this.postcard, account));
		assertThat(counter()).isZero().isEqualTo(rows());
		assertThat(notifications()).isZero();
	}

	@Test
	void likingAndTakingBackAtOnceNeverMiscounts() throws Exception {
		atOnce((account) -> {
			this.likes.add(this.postcard, account);
			this.likes.remove(this.postcard, this.people.get(0));
			this.likes.add(this.postcard, this.people.get(1));
		});
		assertThat(counter()).isEqualTo(rows());
	}

	private void atOnce(Change change) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(PEOPLE);
		try {
			List<Callable<Void>> calls = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				this.people.forEach((account) -> calls.add(() -> {
					change.apply(account);
					return null;
				}));
			}
			for (Future<Void> call : executor.invokeAll(calls)) {
				call.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private long insert(String sql) {
		return this.jdbc.sql(sql).query(Long.class).single();
	}

	private long counter() {
		return this.jdbc.sql("select likes from postcard where id = ?").param(this.postcard).query(Long.class).single();
	}

	private long rows() {
		return this.jdbc.sql("select count(*) from postcard_like where postcard_id = ?")
			.param(this.postcard)
			.query(Long.class)
			.single();
	}

	private long notifications() {
		return this.jdbc.sql("select count(*) from notification where postcard_id = ?")
			.param(this.postcard)
			.query(Long.class)
			.single();
	}

	private interface Change {

		void apply(long account);

	}

}
