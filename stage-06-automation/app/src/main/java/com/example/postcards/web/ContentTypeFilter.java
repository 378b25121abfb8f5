package com.example.postcards.web;

import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Refuses a {@code Content-Type} that is none, such as {@code *}{@code /*}, because code
 * that reads it later would fail with a server error.
 */
class ContentTypeFilter extends OncePerRequestFilter {

	private static final Set<String> SAFE = Set.of("GET", "HEAD");

	private final HandlerExceptionResolver problems;

	ContentTypeFilter(HandlerExceptionResolver problems) {
		this.problems = problems;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (SAFE.contains(request.getMethod())) {
			chain.doFilter(withoutContentType(request), response);
		}
		else if (isValid(request.getContentType())) {
			chain.doFilter(request, response);
		}
		else {
			this.problems.resolveException(request, response, null,
					new HttpMediaTypeNotSupportedException("Could not parse Content-Type"));
		}
	}

	/**
	 * A request to read has no body. An error for what it says of one could stay in the
	 * caches of the edge, whose keys do not have this header, and be the answer for
	 * others.
	 */
	private static HttpServletRequest withoutContentType(HttpServletRequest request) {
		return new HttpServletRequestWrapper(request) {

			@Override
			public @Nullable String getContentType() {
				return null;
			}

			@Override
			public @Nullable String getHeader(String name) {
				return isContentType(name) ? null : super.getHeader(name);
			}

			@Override
			public Enumeration<String> getHeaders(String name) {
				return isContentType(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
			}

		};
	}

	private static boolean isContentType(String header) {
		return HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(header);
	}

	private static boolean isValid(@Nullable String type) {
		try {
			return type == null || type.isEmpty() || MediaType.parseMediaType(type).isConcrete();
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

}
