@NullMarked
package com.example.lab.carry;

import org.jspecify.annotations.NullMarked;
