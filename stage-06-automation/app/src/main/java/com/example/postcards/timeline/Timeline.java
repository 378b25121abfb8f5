package com.example.postcards.timeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.example.postcards.database.ReplicaRead;
import com.example.postcards.postcard.Postcard;
import com.example.postcards.web.PageRequest;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class Timeline {

	private final JdbcClient jdbc;

	private final String sql;

	Timeline(JdbcClient jdbc) throws IOException {
		this.jdbc = jdbc;
		this.sql = new ClassPathResource("sql/timeline.sql").getContentAsString(StandardCharsets.UTF_8);
	}

	@ReplicaRead
	List<Postcard> of(long account, PageRequest page) {
		return this.jdbc.sql(this.sql)
			.param("me", account)
			.param("before", page.before())
			.param("limit", page.fetch())
			.query(Postcard::of)
			.list();
	}

}
