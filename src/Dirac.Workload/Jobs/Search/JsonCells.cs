using System.Globalization;
using System.Text;
using System.Text.Json;
using Dirac.Persistence;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Writes values of columns in the reply's form.</summary>
internal static class JsonCells
{
    private const int StoredTime = 19;
    private const string WrittenTime = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Writes one value of a row.</summary>
    public static void Write(Utf8JsonWriter writer, IRow row, int column, ColumnKind kind)
    {
        if (kind is ColumnKind.Number or ColumnKind.Real && !row.IsNull(column))
        {
            if (kind == ColumnKind.Number) writer.WriteNumberValue(row.Number(column));
            else writer.WriteNumberValue(row.Real(column));
            return;
        }

        var text = row.Text(column);
        if (text.IsEmpty && row.IsNull(column)) writer.WriteNullValue();
        else if (kind == ColumnKind.Time) WriteTime(writer, text);
        else if (kind == ColumnKind.Flag && (text.SequenceEqual("True"u8) || text.SequenceEqual("False"u8))) writer.WriteBooleanValue(text[0] == 'T');
        else writer.WriteStringValue(text);
    }

    /// <summary>Writes a moment.</summary>
    public static void Write(Utf8JsonWriter writer, DateTime time) => writer.WriteStringValue(time.ToString(WrittenTime, CultureInfo.InvariantCulture));

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> stored)
    {
        if (!IsUsual(stored))
        {
            Write(writer, DateTime.Parse(Encoding.UTF8.GetString(stored), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));
            return;
        }

        Span<byte> text = stackalloc byte[StoredTime + 1];
        stored.CopyTo(text);
        (text[10], text[StoredTime]) = ((byte)'T', (byte)'Z');
        writer.WriteStringValue(text);
    }

    // Most of a page is times: one that is stored as it always is need not be understood.
    private static bool IsUsual(ReadOnlySpan<byte> time) => time.Length == StoredTime && time[4] == '-' && time[7] == '-' && time[10] == ' ' && time[13] == ':' && time[16] == ':'
        && char.IsAsciiDigit((char)time[0]) && char.IsAsciiDigit((char)time[StoredTime - 1]);
}
