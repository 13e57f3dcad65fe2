using System.Text.Json.Serialization;

namespace Dirac.Tasks.Tests;

internal sealed record Note(int Number, string Text = "");

internal sealed record Reminder(string Text);

[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(Reminder))]
internal sealed partial class TestJson : JsonSerializerContext;
