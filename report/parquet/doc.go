// Package parquet writes results for programs that read columns: every figure of a result ([WriteRecords]) and the
// figures of every path ([WritePaths]). It is apart from package report because what it needs takes long to compile.
package parquet
