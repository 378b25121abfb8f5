package com.example.postcards.web;

import java.util.List;
import java.util.Objects;

import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Keeps in the session who is signed in, and nothing else of Spring Security, whose
 * classes change with its releases. While sessions cannot be read everyone is a guest,
 * and what needs a session is refused until later.
 */
class SessionContexts implements SecurityContextRepository {

	private static final Logger log = LoggerFactory.getLogger(SessionContexts.class);

	private static final String PRINCIPAL = "principal";

	private static final String UNAVAILABLE = SessionContexts.class.getName() + ".UNAVAILABLE";

	/**
	 * Why a request has no one who is signed in, if their session could not be read.
	 */
	static @Nullable RefusedException refusal(HttpServletRequest request) {
		return (RefusedException) request.getAttribute(UNAVAILABLE);
	}

	@Override
	public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
		return new DeferredSecurityContext() {

			private @Nullable SecurityContext context;

			@Override
			public SecurityContext get() {
				if (this.context == null) {
					this.context = load(request);
				}
				return this.context;
			}

			@Override
			public boolean isGenerated() {
				return get().getAuthentication() == null;
			}

		};
	}

	@Override
	@Deprecated
	@SuppressWarnings("deprecation")
	public SecurityContext loadContext(HttpRequestResponseHolder holder) {
		return load(holder.getRequest());
	}

	private static SecurityContext load(HttpServletRequest request) {
		try {
			HttpSession session = request.getSession(false);
			Object principal = (session != null) ? session.getAttribute(PRINCIPAL) : null;
			return (principal != null)
					? new SecurityContextImpl(
							UsernamePasswordAuthenticationToken.authenticated(principal, null, List.of()))
					: new SecurityContextImpl();
		}
		catch (DataAccessException ex) {
			log.atWarn().setCause(ex).log("Sessions unavailable");
			request.setAttribute(UNAVAILABLE,
					new RefusedException(Reason.UNAVAILABLE, "Sessions are unavailable, try again later"));
			return new SecurityContextImpl();
		}
	}

	@Override
	public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
		Authentication authentication = Objects.requireNonNull(context.getAuthentication());
		request.getSession().setAttribute(PRINCIPAL, authentication.getPrincipal());
	}

	@Override
	public boolean containsContext(HttpServletRequest request) {
		return load(request).getAuthentication() != null;
	}

}
