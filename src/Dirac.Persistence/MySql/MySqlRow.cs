using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Dirac.Persistence.MySql;

/// <summary>A row of the server's reply.</summary>
internal sealed class MySqlRow(DbDataReader reader) : IRow
{
    private byte[] _text = new byte[256];

    public int Columns => reader.FieldCount;

    public string Name(int column) => reader.GetName(column);

    public bool IsNull(int column) => reader.IsDBNull(column);

    public long Number(int column) => IsNull(column) ? 0 : Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

    public double Real(int column) => IsNull(column) ? 0 : Convert.ToDouble(reader.GetValue(column), CultureInfo.InvariantCulture);

    public ReadOnlySpan<byte> Text(int column) => IsNull(column) ? [] : reader.GetValue(column) switch
    {
        DateTime time => Copy(StoredTime.ToText(time)),
        string text => Copy(text),
        var value => Copy(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private ReadOnlySpan<byte> Copy(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < most) _text = new byte[most];
        return _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text));
    }
}
