using System.Text.Json.Serialization;

namespace Dirac.Samples.ClientLibrary;

/// <summary>Source-generated JSON of what this program compares columns with, so that it can be compiled ahead of time.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
internal sealed partial class ValueContext : JsonSerializerContext;
