package com.example.postcards.move;

/** A move that failed. Users read its message. */
class MoveException extends RuntimeException {

	MoveException(String message) {
		super(message);
	}

}
