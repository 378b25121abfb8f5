package com.example.postcards.database;

import com.example.postcards.PostcardsTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@PostcardsTest
class ApplicationUserTests {

	@Autowired
	private JdbcClient jdbc;

	@Test
	void thePoolHasItsOwnUserWhoOwnsNothing() {
		assertThat(text("select current_user")).isEqualTo("postcards_app");
		assertThat(text("select count(*)::text from pg_class where pg_get_userbyid(relowner) = current_user"))
			.isEqualTo("0");
		assertThat(text("""
				select concat(rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls)
				from pg_roles where rolname = current_user""")).isEqualTo("fffff");
	}

	@Test
	void itHasRightsOnEveryTableOfTheApplication() {
		assertThat(text("""
				select string_agg(table_name, ' ' order by table_name) from information_schema.tables
				where table_schema = 'public'"""))
			.isEqualTo("account follow notification photo postcard postcard_like");
		assertThat(text("""
				select string_agg(privilege_type, ' ' order by privilege_type)
				from information_schema.table_privileges where table_name = 'photo'"""))
			.isEqualTo("DELETE INSERT SELECT UPDATE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "drop table postcard", "truncate postcard", "alter table postcard add x int",
			"create table mine (n int)", "select * from flyway_schema_history", "create user another" })
	void moreIsRefused(String sql) {
		assertThatExceptionOfType(BadSqlGrammarException.class).isThrownBy(() -> this.jdbc.sql(sql).update())
			.withStackTraceContaining("ERROR: ");
	}

	private String text(String sql) {
		return this.jdbc.sql(sql).query(String.class).single();
	}

}
