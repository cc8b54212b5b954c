using System.Globalization;
using System.Text;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>
/// What a terminal shows of what was written to it: cursor, wrapping at the last column, erasing. A sequence that it does not know fails.
/// </summary>
/// <param name="width">Columns.</param>
internal sealed class TerminalScreen(int width)
{
    private readonly List<(StringBuilder Text, bool IsWrapped)> _rows = [(new StringBuilder(), false)];
    private int _row, _column;

    /// <summary>The rows from the first to the last that holds anything, without spaces at their ends.</summary>
    internal IReadOnlyList<string> Rows =>
        [.. _rows.Select(row => row.Text.ToString().TrimEnd()).Reverse().SkipWhile(row => row.Length == 0).Reverse()];

    /// <summary>The lines as they were written: rows that the terminal wrapped are one.</summary>
    internal IReadOnlyList<string> Lines
    {
        get
        {
            var lines = new List<string>();
            foreach (var (text, isWrapped) in _rows)
            {
                if (isWrapped)
                {
                    lines[^1] += text.ToString();
                }
                else
                {
                    lines.Add(text.ToString());
                }
            }

            return [.. lines.Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
        }
    }

    internal void Write(string written)
    {
        for (int i = 0; i < written.Length; i++)
        {
            switch (written[i])
            {
                case '\r':
                    _column = 0;
                    break;
                case '\n':
                    MoveDown(isWrapped: false);
                    break;
                case '\e':
                    i = Sequence(written, i + 1);
                    break;
                default:
                    Put(written[i]);
                    break;
            }
        }
    }

    private void Put(char c)
    {
        Assert.False(char.IsControl(c), $"The control character {(int)c:x2} is not known.");
        if (_column == width)
        {
            _column = 0;
            MoveDown(isWrapped: true);
        }

        var text = _rows[_row].Text;
        text.Append(' ', Math.Max(0, _column + 1 - text.Length));
        text[_column++] = c;
    }

    private void MoveDown(bool isWrapped)
    {
        if (++_row == _rows.Count)
        {
            _rows.Add((new StringBuilder(), isWrapped));
        }
        else if (isWrapped)
        {
            _rows[_row] = (_rows[_row].Text, true);
        }
    }

    /// <summary>Obeys the sequence that begins after an escape.</summary>
    /// <returns>Where it ends.</returns>
    private int Sequence(string written, int start)
    {
        // Modes of the keypad.
        if (written[start] is '=' or '>')
        {
            return start;
        }

        Assert.True(written[start] == '[', $"The sequence ESC {written[start]} is not known.");
        int end = start + 1;
        while (written[end] is not (>= '@' and <= '~'))
        {
            end++;
        }

        string arguments = written[(start + 1)..end];
        int count = int.TryParse(arguments, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        switch (written[end])
        {
            case 'A':
                _row = Math.Max(0, _row - Math.Max(1, count));
                break;
            case 'K':
                Erase(_rows[_row].Text, count);
                break;
            case 'J' when count == 0:
                Erase(_rows[_row].Text, 0);
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                break;
            // Colours, and whether the cursor shows.
            case 'm' or 'h' or 'l':
                break;
            default:
                Assert.Fail($"The sequence ESC [ {arguments} {written[end]} is not known.");
                break;
        }

        return end;
    }

    private void Erase(StringBuilder text, int how)
    {
        int column = Math.Min(_column, width - 1), from = how == 0 ? column : 0, to = how == 1 ? column + 1 : text.Length;
        for (int i = from; i < Math.Min(to, text.Length); i++)
        {
            text[i] = ' ';
        }
    }
}
