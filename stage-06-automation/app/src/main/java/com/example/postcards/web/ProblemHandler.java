package com.example.postcards.web;

import java.net.URI;
import java.sql.SQLException;
import java.util.List;

import com.example.postcards.refusal.FieldException;
import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import com.example.postcards.refusal.TooManyFailuresException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Answers every error as a problem detail (RFC 9457).
 */
@RestController
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler implements ErrorController {

	private static final String NOTHING_HERE = "There is nothing here";

	private static final String READ_ONLY_TRANSACTION = "25006";

	@ExceptionHandler
	ResponseEntity<Object> refused(RefusedException ex, WebRequest request) {
		HttpStatus status = status(ex.reason());
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, ex.getMessage());
		HttpHeaders headers = new HttpHeaders();
		if (ex instanceof FieldException field) {
			problem.setProperty("errors", List.of(new FieldFault(field.field(), field.problem())));
		}
		if (ex instanceof TooManyFailuresException failures) {
			headers.set(HttpHeaders.RETRY_AFTER, Long.toString(failures.waitTime().toSeconds() + 1));
		}
		return createResponseEntity(problem, headers, status, request);
	}

	private static HttpStatus status(Reason reason) {
		return switch (reason) {
			case INVALID -> HttpStatus.BAD_REQUEST;
			case FORBIDDEN -> HttpStatus.FORBIDDEN;
			case NOT_FOUND -> HttpStatus.NOT_FOUND;
			case CONFLICT -> HttpStatus.CONFLICT;
			case KEY_REUSED -> HttpStatus.UNPROCESSABLE_CONTENT;
			case UNSUPPORTED -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
			case TOO_MANY_ATTEMPTS -> HttpStatus.TOO_MANY_REQUESTS;
			case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
		};
	}

	@ExceptionHandler
	ResponseEntity<Object> unauthenticated(AuthenticationException ex, WebRequest request) {
		return problem(HttpStatus.UNAUTHORIZED, ex.getMessage(), request);
	}

	@ExceptionHandler
	ResponseEntity<Object> denied(AccessDeniedException ex, WebRequest request) {
		return problem(HttpStatus.FORBIDDEN, ex.getMessage(), request);
	}

	@ExceptionHandler({ RequestRejectedException.class, InvalidParameterException.class })
	ResponseEntity<Object> malformed(Exception ex, WebRequest request) {
		return problem(HttpStatus.BAD_REQUEST, "The request is malformed", request);
	}

	@ExceptionHandler
	ResponseEntity<Object> brokenMultipart(MultipartException ex, WebRequest request) {
		return problem(HttpStatus.BAD_REQUEST, "The multipart body does not parse", request);
	}

	@ExceptionHandler({ DataAccessResourceFailureException.class, TransientDataAccessResourceException.class,
			QueryTimeoutException.class, CannotCreateTransactionException.class, TransactionSystemException.class })
	ResponseEntity<Object> databaseUnavailable(Exception ex, WebRequest request) {
		this.logger.error("Database unavailable", ex);
		return problem(HttpStatus.SERVICE_UNAVAILABLE, "The database is unavailable, try again later", request);
	}

	@ExceptionHandler({ RedisConnectionFailureException.class, RedisSystemException.class })
	ResponseEntity<Object> sessionsUnavailable(Exception ex, WebRequest request) {
		this.logger.error("Sessions unavailable", ex);
		return problem(HttpStatus.SERVICE_UNAVAILABLE, "Sessions are unavailable, try again later", request);
	}

	@ExceptionHandler
	ResponseEntity<Object> serviceUnavailable(SdkException ex, WebRequest request) {
		this.logger.error("AWS service unavailable", ex);
		return problem(HttpStatus.SERVICE_UNAVAILABLE, "A part of Postcards is unavailable, try again later", request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> databaseReadOnly(UncategorizedSQLException ex, WebRequest request) {
		SQLException cause = ex.getSQLException();
		if (cause != null && READ_ONLY_TRANSACTION.equals(cause.getSQLState())) {
			this.logger.error("Database read-only", ex);
			return problem(HttpStatus.SERVICE_UNAVAILABLE, "The database accepts no writes now, try again later",
					request);
		}
		return bug(ex, request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> bug(Exception ex, WebRequest request) {
		if (DisconnectedClientHelper.isClientDisconnectedException(ex)) {
			return null;
		}
		this.logger.error("Request failed", ex);
		return problem(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side", request);
	}

	/**
	 * What Tomcat or a filter refused before a controller was asked.
	 */
	@RequestMapping("${server.error.path:/error}")
	ProblemDetail error(HttpServletRequest request) {
		Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
		Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		ProblemDetail problem = complete(ProblemDetail.forStatus((status instanceof Integer code) ? code : 404));
		if (path != null) {
			problem.setInstance(URI.create(path.toString()));
		}
		return problem;
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		List<FieldFault> errors = ex.getFieldErrors().stream().map(ProblemHandler::fault).toList();
		ex.getBody().setProperty("errors", errors);
		return handleExceptionInternal(ex, ex.getBody(), headers, status, request);
	}

	private static FieldFault fault(FieldError error) {
		String message = error.isBindingFailure() ? "has the wrong type" : error.getDefaultMessage();
		return new FieldFault(error.getField(), String.valueOf(message));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException ex, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		if (ex instanceof MethodArgumentTypeMismatchException mismatch
				&& mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
			return problem(HttpStatus.NOT_FOUND, NOTHING_HERE, request);
		}
		return super.handleTypeMismatch(ex, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(NoResourceFoundException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return problem(HttpStatus.NOT_FOUND, NOTHING_HERE, request);
	}

	private ResponseEntity<Object> problem(HttpStatus status, @Nullable String detail, WebRequest request) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		return createResponseEntity(problem, new HttpHeaders(), status, request);
	}

	@Override
	protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		if (body instanceof ProblemDetail problem) {
			complete(problem);
		}
		HttpHeaders all = new HttpHeaders();
		all.addAll(headers);
		if (status.isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE)) {
			all.set(HttpHeaders.RETRY_AFTER, "5");
		}
		return super.createResponseEntity(body, all, status, request);
	}

	private static ProblemDetail complete(ProblemDetail problem) {
		problem.setType(URI.create("about:blank"));
		if (problem.getDetail() == null) {
			problem.setDetail(problem.getTitle());
		}
		return problem;
	}

	private record FieldFault(String field, String message) {
	}

}
