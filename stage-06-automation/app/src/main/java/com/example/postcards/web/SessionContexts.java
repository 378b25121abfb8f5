package com.example.postcards.web;

import java.util.List;
import java.util.Objects;

import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Keeps in the session who is signed in, and nothing else of Spring Security, whose
 * classes change with its releases. While sessions cannot be read everyone is a guest,
 * and what needs a session is refused until later.
 */
public final class SessionContexts implements SecurityContextRepository {

	private static final String PRINCIPAL = "principal";

	private static final String UNAVAILABLE = SessionContexts.class.getName() + ".UNAVAILABLE";

	SessionContexts() {
	}

	/**
	 * Called when the session of the current request cannot be read.
	 */
	public static void unavailable() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request != null) {
			request.setAttribute(UNAVAILABLE,
					new RefusedException(Reason.UNAVAILABLE, "Sessions are unavailable, try again later"),
					RequestAttributes.SCOPE_REQUEST);
		}
	}

	/**
	 * Refuses a request whose session could not be read.
	 * @param request the request
	 * @throws RefusedException if that has been tried in vain
	 */
	public static void check(HttpServletRequest request) {
		RefusedException refusal = refusal(request);
		if (refusal != null) {
			throw refusal;
		}
	}

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
		HttpSession session = request.getSession(false);
		Object principal = (session != null) ? session.getAttribute(PRINCIPAL) : null;
		return (principal != null)
				? new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(principal, null, List.of()))
				: new SecurityContextImpl();
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
