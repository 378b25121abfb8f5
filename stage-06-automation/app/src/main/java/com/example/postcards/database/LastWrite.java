package com.example.postcards.database;

import java.util.Objects;

import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * How far the write-ahead log of the primary was after the last write of a user, who then
 * reads from the replica only once it is as far. The session knows, so that all servers
 * do.
 */
@Component
class LastWrite implements TransactionExecutionListener {

	private static final Logger log = LoggerFactory.getLogger(LastWrite.class);

	private static final String POSITION = "lastWrite";

	private final ObjectProvider<JdbcClient> jdbc;

	LastWrite(ObjectProvider<JdbcClient> jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The position of the user of this request.
	 * @return null without one
	 */
	static @Nullable String position() {
		HttpSession session = session();
		return (session != null) ? (String) session.getAttribute(POSITION) : null;
	}

	@Override
	public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
		if (transaction.isReadOnly() || failure != null) {
			return;
		}
		try {
			HttpSession session = session();
			if (session != null) {
				// In the connection of the transaction, which is still open.
				session.setAttribute(POSITION,
						Objects.requireNonNull(this.jdbc.getObject()
							.sql("select pg_current_wal_flush_lsn()::text")
							.query(String.class)
							.single()));
			}
		}
		catch (DataAccessException ex) {
			// What was written stays written.
			log.atWarn().setCause(ex).log("The position of a write is not known");
		}
	}

	/**
	 * The session of who is signed in; others need none.
	 */
	private static @Nullable HttpSession session() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		boolean signedIn = authentication != null && authentication.getCredentials() == null;
		return (signedIn && RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request)
				? request.getRequest().getSession(false) : null;
	}

}
