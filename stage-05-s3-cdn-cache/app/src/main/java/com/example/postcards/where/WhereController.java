package com.example.postcards.where;

import com.example.postcards.where.Where.Database;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class WhereController {

	private final JdbcClient jdbc;

	private final String instance;

	private final @Nullable String zone;

	WhereController(JdbcClient jdbc, @Value("${postcards.instance:local}") String instance,
			@Value("${postcards.zone:#{null}}") @Nullable String zone) {
		this.jdbc = jdbc;
		this.instance = instance;
		this.zone = zone;
	}

	@GetMapping("/api/where")
	Where where() {
		return new Where(this.instance, this.zone, database());
	}

	/**
	 * The node has a name that differs from that of another server, and from which its
	 * address cannot be found out.
	 */
	private @Nullable Database database() {
		try {
			return this.jdbc.sql("""
					select 'db-' || abs(hashtextextended(concat(inet_server_addr(), ':', inet_server_port()),
							(extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint) % 100000) as node,
						case when pg_is_in_recovery() then 'replica' else 'primary' end as role""")
				.query(Database.class)
				.single();
		}
		catch (DataAccessException ex) {
			return null;
		}
	}

}
