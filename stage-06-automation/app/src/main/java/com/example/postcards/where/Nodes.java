package com.example.postcards.where;

import com.example.postcards.database.ReplicaRead;
import com.example.postcards.where.Where.Database;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class Nodes {

	private final JdbcClient jdbc;

	Nodes(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The node that answers a read. It has a name that differs from that of another
	 * server, and from which its address cannot be found out.
	 */
	@ReplicaRead
	Database current() {
		return this.jdbc.sql("""
				select 'db-' || abs(hashtextextended(concat(inet_server_addr(), ':', inet_server_port()),
						(extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint) % 100000) as node,
					case when pg_is_in_recovery() then 'replica' else 'primary' end as role""")
			.query(Database.class)
			.single();
	}

}
