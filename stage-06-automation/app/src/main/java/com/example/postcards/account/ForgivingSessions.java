package com.example.postcards.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import com.example.postcards.web.SessionContexts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * A session that cannot be read is none for this request, which decides whether it needs
 * one. That a session was used need not be stored, so no request fails for it.
 *
 * @param <S> the sessions of the other repository
 * @param sessions keeps them
 */
record ForgivingSessions<S extends Session>(
		SessionRepository<S> sessions) implements SessionRepository<ForgivingSessions.Forgiving<S>> {

	private static final Logger log = LoggerFactory.getLogger(ForgivingSessions.class);

	@Override
	public Forgiving<S> createSession() {
		return new Forgiving<>(this.sessions.createSession());
	}

	@Override
	public void save(Forgiving<S> session) {
		try {
			this.sessions.save(session.session());
		}
		catch (DataAccessException | IllegalStateException ex) {
			log.atWarn().setCause(ex).log("A session was not saved");
		}
	}

	@Override
	public @Nullable Forgiving<S> findById(String id) {
		try {
			S session = this.sessions.findById(id);
			return (session != null) ? new Forgiving<>(session) : null;
		}
		catch (DataAccessException ex) {
			log.atWarn().setCause(ex).log("Sessions unavailable");
			SessionContexts.unavailable();
			return null;
		}
	}

	@Override
	public void deleteById(String id) {
		this.sessions.deleteById(id);
	}

	/**
	 * A session that is the same when its last use cannot be stored.
	 *
	 * @param <S> the other session
	 * @param session the other session
	 */
	record Forgiving<S extends Session>(S session) implements Session {

		@Override
		public void setLastAccessedTime(Instant lastAccessedTime) {
			try {
				this.session.setLastAccessedTime(lastAccessedTime);
			}
			catch (DataAccessException | IllegalStateException ex) {
				log.atWarn().setCause(ex).log("The use of a session was not stored");
			}
		}

		@Override
		public String getId() {
			return this.session.getId();
		}

		@Override
		public String changeSessionId() {
			return this.session.changeSessionId();
		}

		@Override
		public <T> @Nullable T getAttribute(String attributeName) {
			return this.session.getAttribute(attributeName);
		}

		@Override
		public Set<String> getAttributeNames() {
			return this.session.getAttributeNames();
		}

		@Override
		public void setAttribute(String attributeName, Object attributeValue) {
			this.session.setAttribute(attributeName, attributeValue);
		}

		@Override
		public void removeAttribute(String attributeName) {
			this.session.removeAttribute(attributeName);
		}

		@Override
		public Instant getCreationTime() {
			return this.session.getCreationTime();
		}

		@Override
		public Instant getLastAccessedTime() {
			return this.session.getLastAccessedTime();
		}

		@Override
		public void setMaxInactiveInterval(Duration interval) {
			this.session.setMaxInactiveInterval(interval);
		}

		@Override
		public Duration getMaxInactiveInterval() {
			return this.session.getMaxInactiveInterval();
		}

		@Override
		public boolean isExpired() {
			return this.session.isExpired();
		}

	}

}
