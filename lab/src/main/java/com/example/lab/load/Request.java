package com.example.lab.load;

import java.net.http.HttpRequest;
import java.util.function.IntConsumer;

/**
 * A request of the load.
 *
 * @param kind such as {@code read}
 * @param mark tells it from all others, such as the text that it writes
 * @param http what is sent
 * @param answered is told the status of the answer, on any thread: who was signed out
 * signs in again
 */
public record Request(String kind, String mark, HttpRequest http, IntConsumer answered) {
}
