package com.example.postcards.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import com.example.postcards.DatabaseTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DatabaseTest
class ApplicationUserTests {

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private EmbeddedPostgres postgres;

	@Test
	void thePoolHasItsOwnUserThatOwnsNoTable() {
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
			.isEqualTo("account deleted_postcard follow notification photo postcard postcard_like");
		assertThat(text("""
				select string_agg(privilege_type, ' ' order by privilege_type)
				from information_schema.table_privileges where table_name = 'photo'"""))
			.isEqualTo("DELETE INSERT SELECT UPDATE");
	}

	@Test
	void aTableThatWasGrantedToOneUserIsThereForTheOtherAfterARotation() throws SQLException {
		try (Connection master = this.postgres.getPostgresDatabase().getConnection();
				Statement statement = master.createStatement()) {
			// As the rotation does.
			statement.execute("create user postcards_app_clone in role postcards_app");
			statement.execute("create table added_later (n int)");
			statement.execute("grant select on added_later to postcards_app_clone");
			try (Connection clone = this.postgres.getDatabase("postcards_app_clone", "postgres").getConnection();
					Statement other = clone.createStatement()) {
				other.execute("insert into added_later select count(*) from account");
			}
			assertThat(this.jdbc.sql("update added_later set n = 1").update()).isOne();
			statement.execute("drop table added_later");
			statement.execute("drop user postcards_app_clone");
		}
	}

	@Test
	void theRightsBelongToARoleWithoutLogin() {
		assertThat(text("select string_agg(distinct grantee, ' ') from information_schema.role_table_grants"
				+ " where table_name = 'account' and grantee like 'postcards%'"))
			.isEqualTo("postcards_application");
		assertThat(text("select rolcanlogin::text from pg_roles where rolname = 'postcards_application'"))
			.isEqualTo("false");
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
